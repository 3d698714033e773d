using MaskClip.Words;

namespace MaskClip.Tests.Words;

public sealed class NameListTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("cat", "cat")]
    [InlineData(" cat , wall ", "cat/wall")]
    [InlineData("cat . wall", "cat/wall")]
    [InlineData("cat . wall .", "cat/wall")]
    [InlineData("St. Bernard,1.5 ton truck", "St. Bernard/1.5 ton truck")]
    [InlineData("\"salt, pepper\", mill", "\"salt, pepper\"/mill")]
    [InlineData("forklift|\"fork, truck\"=\"a, b\",cat", "forklift|\"fork, truck\"=\"a, b\"/cat")]
    [InlineData("5\" pipe, cat", "5\" pipe/cat")]
    [InlineData("\"open, cat", "\"open/cat")]
    [InlineData("cat,,wall", "cat//wall")]
    [InlineData("cat,", "cat/")]
    [InlineData("", "")]
    public void Split_Lists_GivesTheirNames(string text, string expected) => Assert.Equal(expected, string.Join('/', NameList.Split(text)));

    [Theory]
    [InlineData("cat,Cat,CATS,dog", "cat/dog")]
    [InlineData("Wine Glasses,wine glass", "Wine Glasses")]
    [InlineData("bus,buses,grass", "bus/grass")]
    [InlineData("people,person", "people")]
    [InlineData("glass,gas,gases", "glass/gas/gases")]
    public void SplitNames_OtherCaseOrNumber_IsOneName(string text, string expected) =>
        Assert.Equal(expected, string.Join('/', Vocabulary.SplitNames([text])));

    [Fact]
    public void SplitNames_EmptyName_IsKeptToBeRefused() =>
        Assert.Throws<OptionsException>(() => Vocabulary.Parse(Vocabulary.SplitNames(["cat,,wall"])));

    [Theory]
    [InlineData("salt, pepper")]
    [InlineData("a|b=c, d")]
    [InlineData("to be . or not")]
    [InlineData("=x, y")]
    public void Class_NameWithSigns_ReadsItsOwnText(string name)
    {
        var one = new VocabularyClass(name, [name, "other"]);

        var again = VocabularyClass.Parse(Assert.Single(Vocabulary.SplitNames([one.ToText()])));

        Assert.Equal(one.Name, again.Name);
        Assert.Equal(one.Synonyms, again.Synonyms);
    }

    [Fact]
    public void Background_NamesInQuotes_KeepTheirComma() =>
        Assert.Equal(["salt, pepper", "floor"], Vocabulary.Parse(["cat"], ["\"salt, pepper\",floor"]).Classes[0].Synonyms);

    [Fact]
    public void File_OneLine_IsAList_AndAmongOthersACommaIsALetter()
    {
        Assert.Equal(["cat", "wall"], Names("cat, wall"));
        Assert.Equal(["cat", "wall"], Names("# mine\ncat . wall\nbackground: sky"));
        Assert.Equal(["door, double door", "wall"], Names("door, double door\nwall"));
    }

    [Theory]
    [InlineData("voc")]
    [InlineData("ADE20k")]
    public void Warnings_NameOfABuiltInVocabulary_IsNoticed(string name)
    {
        Assert.Contains(Vocabulary.Parse([name, "cat"]).Warnings, warning => warning.Contains($"'{name}' is looked for as a word"));
        Assert.DoesNotContain(Vocabulary.Parse(["cat"]).Warnings, warning => warning.Contains("looked for as a word"));
    }

    private IEnumerable<string> Names(string text)
    {
        var path = Path.Combine(folder, "names.txt");
        File.WriteAllText(path, text);
        return Vocabulary.FromFile(path).Classes.Where(one => !one.IsBackground).Select(one => one.Name);
    }
}
