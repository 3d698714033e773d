using MaskClip.Checkpoints;
using MaskClip.CommandLine;
using MaskClip.Train;

namespace MaskClip.Training.Tests.Command;

public sealed class BridgeCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-train-bridge").FullName;
    private readonly Dictionary<string, string> environment = [];

    public BridgeCommandTests()
    {
        environment["MASKCLIP_HOME"] = Path.Combine(folder, "home");
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        Directory.CreateDirectory(Path.Combine(folder, "pairs"));
        new RgbImage(8, 8, new byte[3 * 8 * 8]).SavePng(Path.Combine(folder, "pairs", "a.png"));
        new RgbImage(8, 8, new byte[3 * 8 * 8]).SavePng(Path.Combine(folder, "pairs", "b.png"));
        File.WriteAllText(Path.Combine(folder, "pairs", "captions.tsv"), "file\tcaption\na.png\ta cat\nb.png\ta dog\n");
        Directory.CreateDirectory(Path.Combine(folder, "lonely"));
        new RgbImage(8, 8, new byte[3 * 8 * 8]).SavePng(Path.Combine(folder, "lonely", "a.png"));
        File.WriteAllText(Path.Combine(folder, "lonely", "captions.tsv"), "a.png\ta cat\n");
        File.WriteAllText(Path.Combine(folder, "one.txt"), "cat\n\n");
        SafetensorsWriter.Write(Path.Combine(folder, "other.safetensors"), [("weight", [2], [1f, 2f])]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("nothing to learn from: give --pairs")]
    [InlineData("--pairs is 'empty': there is neither captions.tsv nor a .tar there", "--pairs", "empty")]
    [InlineData("--tags is 'empty': there is neither tags.tsv nor captions.tsv nor a .tar there", "--tags", "empty")]
    [InlineData("--image is 'nowhere.pth'; there is no such file", "--pairs", "pairs", "--image", "nowhere.pth")]
    [InlineData("it is not a ResNet with a 7x7 stem", "--pairs", "pairs", "--min-count", "1", "--image", "other.safetensors")]
    [InlineData("--words is 'nowhere.txt'; there is no such file", "--pairs", "pairs", "--words", "nowhere.txt")]
    [InlineData("the list of words has 1; 2 or more are needed", "--pairs", "pairs", "--words", "one.txt")]
    [InlineData("0 words are left of 2 in the captions and tags of 2 photos; 2 or more are needed", "--pairs", "pairs")]
    [InlineData("The model is 'world-clip', whose towers were trained together; a bridge model is needed", "--pairs", "pairs",
        "--min-count", "1", "--model", "world-clip")]
    [InlineData("the short side of photos is 8; 64 to 1024 pixels", "--pairs", "pairs", "--size", "8")]
    [InlineData("the minimum number of photos of a word is 0; 1 or more", "--pairs", "pairs", "--min-count", "0")]
    [InlineData("the maximum number of words is 1; 2 to 20000", "--pairs", "pairs", "--max-words", "1")]
    [InlineData("0 steps; 1 to 1000000", "--pairs", "pairs", "--steps", "0")]
    [InlineData("the learning rate is 5; more than 0 and at most 1", "--pairs", "pairs", "--lr", "5")]
    [InlineData("-1 rounds of self-training; 0 to 20", "--pairs", "pairs", "--rounds", "-1")]
    [InlineData("there is one photo; 2 or more", "--pairs", "lonely")]
    [InlineData("The device is 'abacus'", "--pairs", "pairs", "--device", "abacus")]
    public async Task WrongUsage_NamesTheValueAndWhatIsAllowed(string expected, params string[] args)
    {
        var (code, error) = await RunAsync([.. args, "--output", "run"]);
        Assert.NotEqual(ExitCode.Done, code);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("   at ", error);
        Assert.False(Directory.Exists(Path.Combine(folder, "run")), "nothing was begun");
    }

    [Fact]
    public async Task Run_WithCaptions_WritesAModelThatTakesItsTowersFromThePackage()
    {
        string[] args = ["--pairs", "pairs", "--min-count", "1", "--size", "64", "--steps", "2", "--batch", "2", "--rounds", "1",
            "--round-steps", "2", "--threads", "1", "--output", "run"];
        var (code, error) = await RunAsync(args);
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("2 words: cat, dog", error);
        Assert.Equal(
            ["MODEL_CARD.md", "bridge.safetensors", "checkpoint.safetensors", "metrics.csv", "model.json", "options.json"],
            Directory.GetFiles(Path.Combine(folder, "run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("\"of\": \"photo\"", File.ReadAllText(Path.Combine(folder, "run", "model.json")));
        using var segmenter = Segmenter.Load(Path.Combine(folder, "run"),
            new SegmenterOptions { Photos = new() { Size = 64 }, CacheFolder = environment["MASKCLIP_HOME"] });
        var names = segmenter.Embed(Vocabulary.Parse(["cat", "dog"]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(64, segmenter.Segment(new RgbImage(8, 8, new byte[3 * 64]), names,
            cancellationToken: TestContext.Current.CancellationToken).Labels.Length);

        (code, error) = await RunAsync(args);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("already holds a run", error);
    }

    private async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        var host = new CliHost
        {
            Program = TrainCommandLine.Program,
            Output = output,
            Error = error,
            OpenInput = () => Stream.Null,
            Environment = environment.GetValueOrDefault,
            Folder = folder,
        };
        int code = await TrainCommandLine.RunAsync(["bridge", .. args], host, TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }
}
