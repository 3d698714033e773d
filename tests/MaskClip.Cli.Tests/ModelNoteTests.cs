namespace MaskClip.Cli.Tests;

/// <summary>What is said of a model that nobody asked for.</summary>
public sealed class ModelNoteTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const string Note = "note: this is a demonstration model of a drawn world; 'maskclip models pull ViT-B-16' brings the real one";

    private static readonly string[] Names = ["-p", "sky", "-p", "grass", "--templates", "simple"];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Segment_Photos_SaysItOnce()
    {
        cli.Photo("in/a.png");
        cli.Photo("in/b.png");
        await File.WriteAllTextAsync(cli.At("in", "manifest.tsv"), "id\tname\n"); // someone else's

        Assert.Equal(1, Notes(await cli.SucceedAsync(["segment", "in", .. Names])));
        Assert.Equal(1, Notes(await cli.SucceedAsync(["segment", "--sample", "in/a.png", .. Names])));
        Assert.Equal(0, Notes(await cli.SucceedAsync(["segment", "in", "--quiet", .. Names])));
    }

    [Fact]
    public async Task Segment_ItsOwnPictures_SaysNothing()
    {
        await cli.SucceedAsync("sample", "--count", "2", "--size", "64x64", "--output", "world");

        Assert.Equal(0, Notes(await cli.SucceedAsync(["segment", "--sample", .. Names])));
        foreach (var input in new[] { "world/images", "world/images/000001.png", "world/images/*.png" })
        {
            Assert.Equal(0, Notes(await cli.SucceedAsync(["segment", input, .. Names])));
        }
    }

    [Fact]
    public async Task Eval_ADataSet_SaysItUnlessItIsItsWorld()
    {
        TinyDataset.Write(cli.At("set"), 1);
        await cli.SucceedAsync("sample", "--count", "1", "--size", "64x64", "--output", "world");
        string[] options = ["--templates", "simple", "--save", "json"];

        Assert.Equal(1, Notes(await cli.SucceedAsync(["eval", "--data", "set", "-o", "one", .. options])));
        Assert.Equal(0, Notes(await cli.SucceedAsync(["eval", "--data", "set", "-o", "two", "--quiet", .. options])));
        Assert.Equal(0, Notes(await cli.SucceedAsync(["eval", "--data", "world", "-o", "three", .. options])));
    }

    [Fact]
    public async Task EvalConcepts_Photos_SaysIt()
    {
        cli.Photo("photos/a.png");
        await File.WriteAllLinesAsync(cli.At("names.txt"), ["sky", "cat"]);

        Assert.Equal(
            1, Notes(await cli.SucceedAsync("eval", "concepts", "photos", "--templates", "simple", "--classes", cli.At("names.txt"))));
    }

    private static int Notes(CliResult result) => result.Error.Split('\n').Count(line => line.TrimEnd() == Note);
}
