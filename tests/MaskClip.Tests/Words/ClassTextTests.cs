namespace MaskClip.Tests.Words;

/// <summary>What is asked and what is written: <c>sofa|couch=seat</c>.</summary>
public sealed class ClassTextTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("cat", "cat", "cat")]
    [InlineData("forklift|fork truck=forklift", "forklift", "forklift|fork truck")]
    [InlineData(" fork truck | lift truck = forklift ", "forklift", "fork truck|lift truck")]
    [InlineData("E==mc2", "E=mc2", "E=mc2")]
    [InlineData("a==b=c==d", "c=d", "a=b")]
    [InlineData("a===b", "b", "a=")]
    [InlineData("a= ==b", "=b", "a")]
    [InlineData("====", "==", "==")]
    public void Parse_LabelBehindASign_IsTheName(string text, string label, string asked)
    {
        var one = VocabularyClass.Parse(text);

        Assert.Equal(label, one.Name);
        Assert.Equal(asked.Split('|'), one.Synonyms);
        var again = VocabularyClass.Parse(one.ToText());
        Assert.Equal(one.Name, again.Name);
        Assert.Equal(one.Synonyms, again.Synonyms);
    }

    [Theory]
    [InlineData("=", "'=' is empty")]
    [InlineData("=1+1", "'=1+1' is empty")]
    [InlineData("cat=", "'cat=' has no label behind '='")]
    [InlineData("cat= ", "has no label")]
    [InlineData("a=b=c", "'a=b=c' has several labels")]
    [InlineData("a=b|c", "'a=b|c' has several names as its label")]
    [InlineData("a||b=c", "'a||b=c' is empty or has an empty synonym")]
    public void Parse_BadForm_NamesTheValue(string text, string expected)
    {
        Func<object>[] paths =
        [
            () => VocabularyClass.Parse(text), () => Vocabulary.Parse(["dog", text]), () => Vocabulary.Parse(["dog"]).With([text]),
        ];
        foreach (var path in paths) Assert.Contains(expected, Assert.Throws<OptionsException>(path).Message);
    }

    [Fact]
    public void Label_OfTwoClasses_IsRefusedAndEqualNamesThatNobodyChoseAreNot()
    {
        var message = Assert.Throws<OptionsException>(() => Vocabulary.Parse(["cat=animal", "dog|hound=Animal"])).Message;
        Assert.Contains("'cat=animal', 'dog|hound=Animal'", message);
        Assert.Contains("'animal' belongs to 2 classes", message);
        Assert.Throws<OptionsException>(() => Vocabulary.Parse(["sofa"]).With(["couch=sofa"]));
        Assert.Contains(
            "the background", Assert.Throws<OptionsException>(() => Vocabulary.Parse(["cat=background"], ["wall"])).Message);
        Assert.Contains("'cat'", Vocabulary.Parse(["cat", "cat"]).Warnings[0]);
    }

    [Fact]
    public void Background_TakesNoLabel()
    {
        Assert.Equal(["a=b", "floor"], Vocabulary.Parse(["cat"], ["a==b, floor"]).Classes[0].Synonyms);
        Assert.Contains(
            "'floor=rest' of the background",
            Assert.Throws<OptionsException>(() => Vocabulary.Parse(["cat"], ["wall,floor=rest"])).Message);
        Assert.Equal("wall|floor", Vocabulary.Parse(["cat"], ["wall, floor"]).Classes[0].ToText());
    }

    [Fact]
    public void File_HasLabelsToo()
    {
        var vocabulary = Vocabulary.Resolve(Write("forklift|fork truck=forklift\ncat|kitten=feline\nbackground: wall\n"));
        Assert.Equal(["background", "forklift", "feline"], vocabulary.Classes.Select(one => one.Name));
        Assert.Equal(["cat", "kitten"], vocabulary.Classes[2].Synonyms);
    }

    [Theory]
    [InlineData("cat\ndog=\n", "line 2")]
    [InlineData("cat\nbackground: wall, floor=rest\n", "line 2")]
    [InlineData("cat=x\ndog=x\n", "'cat=x', 'dog=x'")]
    public void File_WithABadLabel_NamesIt(string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Vocabulary.Resolve(Write(content))).Message);

    private string Write(string content)
    {
        var path = Path.Combine(folder, "names.txt");
        File.WriteAllText(path, content);
        return path;
    }
}
