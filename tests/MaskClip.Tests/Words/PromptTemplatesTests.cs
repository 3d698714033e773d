namespace MaskClip.Tests.Words;

public sealed class PromptTemplatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("maskclip", 85)]
    [InlineData("imagenet", 80)]
    [InlineData("Simple", 1)]
    public void Parse_BuiltIn_HasItsTemplates(string name, int count)
    {
        var templates = PromptTemplates.Parse(name);
        Assert.Equal(count, templates.Templates.Count);
        Assert.All(templates.Fill("zebra"), prompt => Assert.Contains("zebra", prompt, StringComparison.Ordinal));
        Assert.All(templates.Fill("zebra"), prompt => Assert.DoesNotContain("{}", prompt, StringComparison.Ordinal));
    }

    [Fact]
    public void MaskClip_IsImageNetsAndFiveScenes() =>
        Assert.Equal(
            5,
            PromptTemplates.MaskClip.Templates.Except(PromptTemplates.ImageNet.Templates)
                .Count(text => text.EndsWith("in the scene.", StringComparison.Ordinal)));

    [Fact]
    public void Parse_File_ReadsItsLines()
    {
        var templates = PromptTemplates.Parse(Write("# mine\na {}.\n\nthe {} of {}\n"));
        Assert.Equal(["a cat.", "the cat of cat"], templates.Fill("cat"));
    }

    [Theory]
    [InlineData("a {}\nno place\n", "line 2")]
    [InlineData("\n", "no template")]
    public void Parse_BrokenFile_NamesTheLine(string content, string expected) =>
        Assert.Contains(
            expected, Assert.Throws<FormatException>(() => PromptTemplates.Parse(Write(content))).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_Unknown_NamesWhatThereIs() =>
        Assert.Contains(
            "maskclip, imagenet, simple",
            Assert.Throws<OptionsException>(() => PromptTemplates.Parse("clipmask")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Hash_TellsSetsApartByWhatTheySay()
    {
        Assert.NotEqual(PromptTemplates.MaskClip.Hash(), PromptTemplates.ImageNet.Hash());
        Assert.Equal(PromptTemplates.Simple.Hash(), PromptTemplates.Parse(Write("a photo of a {}.\n")).Hash());
    }

    private string Write(string content)
    {
        var path = Path.Combine(folder, "templates.txt");
        File.WriteAllText(path, content);
        return path;
    }
}
