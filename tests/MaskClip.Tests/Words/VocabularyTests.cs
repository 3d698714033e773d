namespace MaskClip.Tests.Words;

public sealed class VocabularyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Parse_Synonyms_FirstIsTheName()
    {
        var vocabulary = Vocabulary.Parse(["cat", " sofa | couch "]);
        Assert.Equal(["cat", "sofa"], vocabulary.Classes.Select(c => c.Name));
        Assert.Equal(["sofa", "couch"], vocabulary.Classes[1].Synonyms);
        Assert.DoesNotContain(vocabulary.Classes, c => c.IsBackground);
    }

    [Fact]
    public void Parse_Background_IsClassZeroAndKeepsTheColors()
    {
        var plain = Vocabulary.Parse(["cat", "dog"]);
        var vocabulary = Vocabulary.Parse(["cat", "dog"], ["wall, floor", "sky"]);
        Assert.Equal(["background", "cat", "dog"], vocabulary.Classes.Select(c => c.Name));
        Assert.True(vocabulary.Classes[0].IsBackground);
        Assert.Equal(["wall", "floor", "sky"], vocabulary.Classes[0].Synonyms);
        Assert.Equal((0, 0, 0), vocabulary.Palette[0]);
        Assert.Equal(plain.Palette[0], vocabulary.Palette[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("cat||dog")]
    [InlineData("|cat")]
    public void Parse_EmptyWord_IsRefused(string name) =>
        Assert.Contains("sofa|couch", Assert.Throws<OptionsException>(() => Vocabulary.Parse([name])).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NoneOrTooMany_SaysHowManyAreAllowed()
    {
        Assert.Contains("1 to 65535", Assert.Throws<OptionsException>(() => Vocabulary.Parse([])).Message, StringComparison.Ordinal);
        var names = Enumerable.Range(0, 65_536).Select(i => $"thing {i}").ToArray();
        Assert.Contains("65536 classes", Assert.Throws<OptionsException>(() => Vocabulary.Parse(names)).Message, StringComparison.Ordinal);
        Assert.Equal(65_535, Vocabulary.Parse(names[1..]).Classes.Count);
        Assert.Throws<OptionsException>(() => Vocabulary.Parse(names[1..], ["wall"]));
    }

    [Fact]
    public void Warnings_NameWhatWillNotWork()
    {
        Assert.Contains("only name", Assert.Single(Vocabulary.Parse(["cat"]).Warnings), StringComparison.Ordinal);
        Assert.Contains("No background", Assert.Single(Vocabulary.Parse(["cat", "dog"]).Warnings), StringComparison.Ordinal);
        Assert.Contains("'dog'", Vocabulary.Parse(["cat|dog", "Dog"]).Warnings[0], StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Vocabulary.Parse(["cat", "dog"], ["wall"]).Warnings);
        Assert.Empty(Vocabulary.BuiltIn("voc").Warnings);
        Assert.Empty(Vocabulary.BuiltIn("voc").With(["kite"]).WithBackground(["wall"]).Warnings);
    }

    [Theory]
    [InlineData("voc", 20, "airplane", false)]
    [InlineData("voc20", 20, "airplane", false)]
    [InlineData("VOC21", 21, "background", true)]
    [InlineData("context59", 59, "airplane", false)]
    [InlineData("context60", 60, "background", true)]
    [InlineData("coco-stuff", 171, "person", false)]
    [InlineData("coco-panoptic", 133, "person", false)]
    [InlineData("ade20k", 150, "wall", false)]
    [InlineData("cityscapes", 19, "road", false)]
    [InlineData("camvid", 11, "sky", false)]
    public void BuiltIn_HasItsClassesColorsAndBackground(string name, int count, string first, bool background)
    {
        var vocabulary = Vocabulary.BuiltIn(name);
        Assert.Equal(count, vocabulary.Classes.Count);
        Assert.Equal(first, vocabulary.Classes[0].Name);
        Assert.Equal(background, vocabulary.Classes[0].IsBackground);
        Assert.Equal(count, vocabulary.Palette.Count);
    }

    [Theory]
    [InlineData("context459", 459, "accordion")]
    [InlineData("WEB-batman", 7, "Batman")]
    [InlineData("web-car-colors", 24, "white car")]
    [InlineData("cityscapes-no-person", 18, "road")]
    public void BuiltIn_ListsOfThePaper_AreNamesOnly(string name, int count, string first)
    {
        var vocabulary = Vocabulary.Resolve(name);
        Assert.Equal(count, vocabulary.Classes.Count);
        Assert.Equal(first, vocabulary.Classes[0].Name);
        Assert.DoesNotContain(vocabulary.Classes, one => one.IsBackground);
        Assert.Empty(vocabulary.Warnings);
        Assert.Empty(vocabulary.Unseen);
    }

    [Fact]
    public void BuiltIn_Context459_HasNearlyAllOfContext59()
    {
        string[] all = [.. Vocabulary.BuiltIn("context459").Classes.Select(one => one.Name)];
        Assert.Equal(all.Length, all.Distinct().Count());
        string[] missing = [.. Vocabulary.BuiltIn("context59").Classes.Select(one => one.Name).Except(all)];
        Assert.True(missing.Length <= 6, $"{missing.Length} of 59 are not there: {string.Join(", ", missing)}");
    }

    [Fact]
    public void BuiltIn_Voc_HasTheVocColorsAndThePapersUnseenClasses()
    {
        var vocabulary = Vocabulary.BuiltIn("voc");
        for (int i = 0; i < 20; i++) Assert.Equal(Palette.Default[i + 1], vocabulary.Palette[i]);
        Assert.Equal([15, 16, 17, 18, 19], vocabulary.Unseen);
        Assert.Equal([16, 17, 18, 19, 20], vocabulary.WithBackground(["wall"]).Unseen);
        Assert.Equal([16, 17, 18, 19, 20], Vocabulary.BuiltIn("voc21").Unseen);
        // Section 4.3's ten of Context; the released configurations number them so.
        Assert.Equal([20, 34, 49, 15, 8, 25, 7, 55, 32, 1], Vocabulary.BuiltIn("context60").Unseen);
        Assert.Equal([19, 33, 48, 14, 7, 24, 6, 54, 31, 0], Vocabulary.BuiltIn("context59").Unseen);
        Assert.Equal(15, Vocabulary.BuiltIn("coco-stuff").Unseen.Count);
    }

    [Fact]
    public void WithBackground_WhereThereIsOne_AddsItsNames()
    {
        var vocabulary = Vocabulary.BuiltIn("voc21").WithBackground(["wall,floor"]);
        Assert.Equal(21, vocabulary.Classes.Count);
        Assert.Equal(["background", "wall", "floor"], vocabulary.Classes[0].Synonyms);
    }

    [Fact]
    public void Resolve_Unknown_NamesTheNearestAndTheRest()
    {
        var message = Assert.Throws<OptionsException>(() => Vocabulary.Resolve("cityscape")).Message;
        Assert.Contains("'cityscapes'", message, StringComparison.Ordinal);
        Assert.Contains("ade20k", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_File_ReadsNamesSynonymsBackgroundAndComments()
    {
        var path = Write("// my things\ncat\n\nsofa|couch\nbackground: wall, floor\n# done\n");
        var vocabulary = Vocabulary.Resolve(path);
        Assert.Equal(["background", "cat", "sofa"], vocabulary.Classes.Select(c => c.Name));
        Assert.Equal(["wall", "floor"], vocabulary.Classes[0].Synonyms);
    }

    [Theory]
    [InlineData("cat\n|dog\n", "line 2")]
    [InlineData("cat\nbackground: wall,,floor\n", "line 2")]
    [InlineData("# nothing\n", "no name")]
    public void Resolve_BrokenFile_NamesTheLine(string content, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<FormatException>(() => Vocabulary.Resolve(Write(content))).Message, StringComparison.Ordinal);

    private string Write(string content)
    {
        var path = Path.Combine(folder, "names.txt");
        File.WriteAllText(path, content);
        return path;
    }
}
