using MaskClip.CommandLine;
using MaskClip.Train;
using MaskClip.World;

namespace MaskClip.Training.Tests.Command;

public sealed class ClipCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-train-clip").FullName;
    private readonly Dictionary<string, string> environment = [];

    public ClipCommandTests()
    {
        environment["MASKCLIP_HOME"] = Path.Combine(folder, "home");
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        Directory.CreateDirectory(Path.Combine(folder, "pairs"));
        new RgbImage(8, 8, new byte[3 * 8 * 8]).SavePng(Path.Combine(folder, "pairs", "a.png"));
        File.WriteAllText(Path.Combine(folder, "pairs", "captions.tsv"), "file\tcaption\na.png\ta cat\na.png\ta dog\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("nothing to train on: give --pairs")]
    [InlineData("--pairs and --world were both given", "--pairs", "empty", "--world")]
    [InlineData("--tower is 'cnn'; vit and resnet", "--world", "--tower", "cnn")]
    [InlineData("--layers is 'many'", "--world", "--layers", "many")]
    [InlineData("a transformer has one number of blocks", "--world", "--layers", "2,2")]
    [InlineData("four numbers of 1 to 256 are needed", "--world", "--tower", "resnet", "--layers", "2,2")]
    [InlineData("width is 100; multiples of 16", "--world", "--width", "100")]
    [InlineData("has 3 heads; its width of 256 must be divisible", "--world", "--heads", "3")]
    [InlineData("pictures are 100 pixels wide; a multiple of 8", "--world", "--image-size", "100")]
    [InlineData("300 patches of a picture; 1 to 256", "--world", "--patches", "300")]
    [InlineData("image tower is a ResNet", "--world", "--tower", "resnet", "--patches", "3")]
    [InlineData("'nose' cannot be frozen; image, text, tokens, scale can", "--world", "--freeze", "nose")]
    [InlineData("everything is frozen", "--world", "--freeze", "image", "--freeze", "text", "--freeze", "tokens", "--freeze", "scale")]
    [InlineData("the share of collages is 2; 0 to 1", "--world", "--collages", "2")]
    [InlineData("a step has one picture", "--world", "--batch", "1")]
    [InlineData("--eval-scenes is -1", "--world", "--eval-scenes", "-1")]
    [InlineData("--width and --init were both given", "--world", "--init", "world-clip", "--width", "64")]
    [InlineData("--self-training needs names", "--pairs", "pairs", "--self-training", "1")]
    [InlineData("self-training needs a model to start from", "--world", "--self-training", "1")]
    [InlineData("the weight of self-training is -1; more than 0", "--world", "--self-training", "-1")]
    [InlineData("self-training labels whole pictures and collages", "--world", "--self-training", "1", "--small", "0.5", "--patches", "9")]
    [InlineData("The device is 'abacus'", "--world", "--device", "abacus")]
    public async Task WrongUsage_NamesTheValueAndWhatIsAllowed(string expected, params string[] args)
    {
        var (code, error) = await RunAsync([.. args, "--output", "run"]);
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains(expected, error);
        Assert.False(Directory.Exists(Path.Combine(folder, "run")), "nothing was begun");
    }

    [Fact]
    public async Task Pairs_ThatAreNotThere_AreNoWrongUsage()
    {
        var (code, error) = await RunAsync(["--pairs", "empty", "--output", "run"]);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("neither captions.tsv nor a .tar", error);
    }

    [Fact]
    public async Task Run_OnTheWorld_WritesWhatARunIsMadeOf_AndAnotherGoesOnFromItsModel()
    {
        string[] size =
        [
            "--image-size",
            "32",
            "--width",
            "32",
            "--layers",
            "2",
            "--heads",
            "2",
            "--text-width",
            "32",
            "--text-layers",
            "1",
            "--text-heads",
            "2",
            "--embedding",
            "16",
            "--context",
            "48",
        ];
        string[] world =
        [
            "--world",
            "--captions",
            "2",
            "--steps",
            "3",
            "--batch",
            "4",
            "--threads",
            "1",
            "--eval-scenes",
            "2",
            "--templates",
            "simple",
            "--sheets",
            "1",
            "--half",
            "--trained-tokens",
        ];
        var (code, error) = await RunAsync([.. world, .. size, "--output", "run"]);
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("mIoU maskclip", error);
        Assert.Equal(
            ["MODEL_CARD.md", "checkpoint.safetensors", "evaluations.csv", "metrics.csv", "model.safetensors", "options.json"],
            Directory.GetFiles(Path.Combine(folder, "run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var segmenter = Segmenter.Load(
            Path.Combine(folder, "run", "model.safetensors"),
            new SegmenterOptions { Photos = new() { Size = 64 }, CacheFolder = environment["MASKCLIP_HOME"] });
        using var features = segmenter.Embed(
            SmallWorld.Scene(1, WorldSplit.Test, 64, 64).Picture, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((8, 8, 16), (features.GridWidth, features.GridHeight, features.Size));

        (code, error) = await RunAsync(
            [.. world, "--init", "run/model.safetensors", "--freeze", "image", "--lr", "1e-4", "--output", "adapted"]);
        Assert.True(code == ExitCode.Done, error);

        (code, error) = await RunAsync([.. world, "--init", "run/model.safetensors", "--self-training", "1", "--output", "self-trained"]);
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains(
            "| labeled by | model.safetensors, refined", File.ReadAllText(Path.Combine(folder, "self-trained", "MODEL_CARD.md")));
    }

    [Fact]
    public async Task Run_FromAnInstalledModel_KeepsItsConventions()
    {
        var (code, error) = await RunAsync(
            "--world",
            "--init",
            "world-clip",
            "--captions",
            "2",
            "--steps",
            "1",
            "--batch",
            "2",
            "--threads",
            "1",
            "--eval-scenes",
            "0",
            "--output",
            "on");

        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("\"activation\": \"QuickGelu\"", File.ReadAllText(Path.Combine(folder, "on", "MODEL_CARD.md")));
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
        int code = await TrainCommandLine.RunAsync(["clip", .. args], host, TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }
}
