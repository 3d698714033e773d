using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Imaging;
using MaskClip.Train;

namespace MaskClip.Training.Tests.Command;

public sealed class TrainCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-train-cli").FullName;
    private readonly Dictionary<string, string> environment = [];

    public TrainCommandTests()
    {
        environment["MASKCLIP_HOME"] = Path.Combine(folder, "home");
        foreach (var (photo, index) in DrawnScenes.Draw(3, seed: 1).Select((photo, index) => (photo, index)))
        {
            photo.Load().SavePng(Path.Combine(folder, "set", "images", $"{index}.png"));
            var mask = photo.LoadTruth!();
            File.WriteAllBytes(
                Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "set", "masks")).FullName, $"{index}.png"),
                IndexedPng.Encode(new IndexedImage(mask.Width, mask.Height, LabelBytes.Narrow(mask.Labels), [])));
        }

        File.WriteAllText(Path.Combine(folder, "names.txt"), "grass\nbrick\nwater\nsand\n");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Data_InParts_IsTrainedOnTheTrainingPart()
    {
        foreach (var (part, index) in new[] { ("train", 0), ("val", 1) })
        {
            var id = $"2007_00000{index}";
            foreach (var place in (string[])["JPEGImages", "SegmentationClass", "ImageSets/Segmentation"])
                Directory.CreateDirectory(Path.Combine(folder, "voc", place));
            File.Copy(Path.Combine(folder, "set", "images", "0.png"), Path.Combine(folder, "voc", "JPEGImages", $"{id}.jpg"));
            File.Copy(Path.Combine(folder, "set", "masks", "0.png"), Path.Combine(folder, "voc", "SegmentationClass", $"{id}.png"));
            File.WriteAllText(Path.Combine(folder, "voc", "ImageSets", "Segmentation", $"{part}.txt"), $"{id}\n");
        }

        Assert.Equal("2007_000000", Single([]));
        Assert.Equal("2007_000001", Single(["--split", "val"]));
        Assert.Contains("ImageSets/Segmentation/test.txt", Assert.ThrowsAny<Exception>(() => Single(["--split", "test"])).Message);

        string Single(string[] more)
        {
            var options = new MaskClip.Train.Flags.PhotoFlags();
            var command = new System.CommandLine.Command("plus");
            foreach (var option in options.All) command.Options.Add(option);
            var host = new CliHost
            {
                Output = TextWriter.Null,
                Error = TextWriter.Null,
                OpenInput = () => Stream.Null,
                Environment = _ => null,
                Folder = folder,
            };
            var photo = Assert.Single(options.Read(command.Parse(["--data", "voc", "--layout", "voc21", .. more]), host).Photos);
            return photo.Name;
        }
    }

    [Theory]
    [InlineData("nothing to train on", "-c", "voc")]
    [InlineData("There are no classes", "--images", "set/images")]
    [InlineData("give one of them", "--images", "set/images", "--data", "set", "--layout", "voc20", "-c", "voc")]
    [InlineData("'fishing' is neither", "--images", "set/images", "-c", "fishing")]
    [InlineData(
        "--unseen names 'snow', an unknown class. Available: grass, brick, water, sand",
        "--images",
        "set/images",
        "-c",
        "names.txt",
        "--unseen",
        "snow")]
    [InlineData("the paper names no unseen classes", "--images", "set/images", "-c", "names.txt", "--unseen", "paper")]
    [InlineData("needs a mask for every photo", "--images", "set/images", "-c", "names.txt", "--unseen", "sand")]
    [InlineData(
        "Unknown --setting 'magic'. Available: annotation-free, zero-shot",
        "--images", "set/images", "-c", "names.txt", "--setting", "magic")]
    [InlineData("needs a student to start from", "--images", "set/images", "-c", "names.txt", "--setting", "self-training")]
    [InlineData("Unknown student 'resnet50'", "--images", "set/images", "-c", "names.txt", "--student", "resnet50")]
    [InlineData(
        "Unknown backbone 'vgg16'. Available: resnet18, resnet50, resnet101",
        "--images",
        "set/images",
        "-c",
        "names.txt",
        "--student",
        "deeplabv2-vgg16")]
    [InlineData(
        "deeplabv3plus needs a batch of 2 or more",
        "--images",
        "set/images",
        "-c",
        "names.txt",
        "--student",
        "deeplabv3plus-clip",
        "--batch",
        "1")]
    [InlineData(
        "Unknown classifier 'fuzzy'. Available: frozen-text, learned, mapped-text",
        "--images",
        "set/images",
        "-c",
        "names.txt",
        "--student",
        "deeplabv2-clip",
        "--classifier",
        "fuzzy")]
    [InlineData("--dilations is '6;12'", "--images", "set/images", "-c", "names.txt", "--dilations", "6;12")]
    [InlineData(
        "the dilations are [0]; one to 16 of 1 to 64",
        "--images",
        "set/images",
        "-c",
        "names.txt",
        "--student",
        "deeplabv2-resnet18",
        "--dilations",
        "0")]
    [InlineData("--crop is 'wide'", "--images", "set/images", "-c", "names.txt", "--crop", "wide")]
    [InlineData("the crop is 8x8; sides of 32 to 4096", "--images", "set/images", "-c", "names.txt", "--crop", "8")]
    [InlineData("the crop is 100x64; its sides must be multiples of 8", "--images", "set/images", "-c", "names.txt", "--crop", "100x64")]
    [InlineData("--scale is 'big'", "--images", "set/images", "-c", "names.txt", "--scale", "big")]
    [InlineData("the scale goes from 3 to 2", "--images", "set/images", "-c", "names.txt", "--scale", "3-2")]
    [InlineData("--augment is 'some'; full and none", "--images", "set/images", "-c", "names.txt", "--augment", "some")]
    [InlineData("Unknown switch point 'soon'", "--images", "set/images", "-c", "names.txt", "--self-training-after", "soon")]
    [InlineData("0 steps; 1 to 10000000", "--images", "set/images", "-c", "names.txt", "--steps", "0")]
    [InlineData("the learning rate is 20; more than 0 and at most 10", "--images", "set/images", "-c", "names.txt", "--lr", "20")]
    [InlineData("the minimum score is 2; 0 to 1", "--images", "set/images", "-c", "names.txt", "--min-confidence", "2")]
    [InlineData(
        "--teacher-scales is '2x'; factors separated by commas are expected, as in 0.75,1,1.25.",
        "--images", "set/images", "-c", "names.txt", "--teacher-scales", "2x")]
    [InlineData(
        "the scales are 2, 9; one to sixteen factors of 0.1 to 8",
        "--images", "set/images", "-c", "names.txt", "--teacher-scales", "2,9")]
    [InlineData("The device is 'abacus'", "--images", "set/images", "-c", "names.txt", "--device", "abacus")]
    [InlineData("'--frobnicate' is not an option of 'maskclip-train plus'. 'maskclip-train plus --help' lists them.", "--frobnicate")]
    [InlineData(
        "'--imgaes' is not an option of 'maskclip-train plus'; did you mean '--images'?", "--imgaes", "set/images", "-c", "names.txt")]
    [InlineData("--steps is 'many'; a whole number is expected.", "--images", "set/images", "-c", "names.txt", "--steps", "many")]
    public async Task WrongUsage_NamesTheValueAndWhatIsAllowed(string expected, params string[] args)
    {
        Directory.CreateDirectory(environment["MASKCLIP_HOME"]);
        var (code, error) = await RunAsync([.. args, "--output", "run"]);

        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("   at ", error);
        Assert.False(Directory.Exists(Path.Combine(folder, "run")), "nothing was begun");
    }

    [Theory]
    [InlineData("There is no file or folder 'nowhere'", "--images", "nowhere", "-c", "voc")]
    [InlineData("there is no mask", "--images", "set/images", "--masks", "set", "-c", "names.txt")]
    [InlineData("No layout is recognized", "--data", "home")]
    [InlineData("ViT-B-16 is not here yet", "--images", "set/images", "-c", "names.txt", "--teacher", "ViT-B-16")]
    public async Task WhatIsNotThere_FailsAndBeginsNothing(string expected, params string[] args)
    {
        Directory.CreateDirectory(environment["MASKCLIP_HOME"]);
        var (code, error) = await RunAsync([.. args, "--output", "run"]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(expected, error);
        Assert.False(Directory.Exists(Path.Combine(folder, "run")), "nothing was begun");
    }

    [Fact]
    public async Task Help_OfTheProgram_ListsItsVerbs_OfAVerb_ItsOptions()
    {
        using StringWriter whole = new(), verb = new(), none = new();
        Assert.Equal(
            ExitCode.Done,
            await TrainCommandLine.RunAsync(["--help"], Host(whole, TextWriter.Null), TestContext.Current.CancellationToken));
        Assert.Equal(
            ExitCode.Done,
            await TrainCommandLine.RunAsync(["plus", "--help"], Host(verb, TextWriter.Null), TestContext.Current.CancellationToken));
        Assert.Equal(
            ExitCode.WrongUsage,
            await TrainCommandLine.RunAsync(["pls"], Host(TextWriter.Null, none), TestContext.Current.CancellationToken));

        Assert.All(new[] { "  plus ", "  clip ", "  bridge " }, name => Assert.Contains(name, whole.ToString()));
        Assert.DoesNotContain("--images", whole.ToString());
        Assert.Contains("--images", verb.ToString());
        Assert.Contains("'pls' is not a verb of 'maskclip-train'; did you mean 'plus'? There are: plus, clip, bridge.", none.ToString());
    }

    [Fact]
    public async Task Output_Missing_IsWrongUsage()
    {
        var (code, error) = await RunAsync("--images", "set/images", "-c", "names.txt");
        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains("--output is missing", error);
    }

    [Fact]
    public void Examples_Parse()
    {
        var root = TrainCommandLine.Create(Host(TextWriter.Null, TextWriter.Null));
        var verbs = root.Subcommands.Cast<Verb>().ToDictionary(verb => verb.Name);
        Assert.Equal(["bridge", "clip", "plus"], verbs.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(root.Parse(["plus", .. verbs["plus"].Example.Split(' ').Skip(1)]).Errors);
        Assert.Empty(root.Parse([.. verbs["clip"].Example.Split(' ').Skip(1)]).Errors);
        Assert.Empty(root.Parse([.. verbs["bridge"].Example.Split(' ').Skip(1)]).Errors);
    }

    [Fact]
    public async Task Run_WithMasks_WritesWhatARunIsMadeOf_AndOptionsRepeatIt()
    {
        string[] args = [
            "--images",
            "set/images",
            "--masks",
            "set/masks",
            "-c",
            "names.txt",
            "--unseen",
            "sand",
            "--student",
            "deeplabv3plus-resnet18",
            "--teacher",
            "world-clip",
            "--teacher-scales", "1.5,2",
            "--crop", "32", "--steps", "2", "--batch", "2", "--threads", "1", "--checkpoint-every", "1"];
        var (code, error) = await RunAsync([.. args, "--output", "run"]);
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("kernels of dilation 12, 24, 36 see nothing but its padding", error); // a crop is 4 positions
        Assert.Contains("note: this is a demonstration model of a drawn world", error);
        Assert.Equal(
            ["checkpoint.safetensors", "metrics.csv", "options.json", "report.html", "result.json", "student.safetensors"],
            Directory.GetFiles(Path.Combine(folder, "run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        Assert.Contains(
            "\"teacher-scales\": \"1.5,2\"",
            await File.ReadAllTextAsync(Path.Combine(folder, "run", "options.json"), TestContext.Current.CancellationToken));

        (code, error) = await RunAsync([.. args, "--output", "run"]);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("already holds a run", error);

        (code, error) = await RunAsync("--config", "run/options.json", "--output", "again");
        Assert.True(code == ExitCode.Done, error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder, "run", "student.safetensors")),
            File.ReadAllBytes(Path.Combine(folder, "again", "student.safetensors")));

        (code, error) = await RunAsync([.. args, "--output", "run", "--resume"]);
        Assert.Equal(ExitCode.Done, code);

        using var student = StudentSegmenter.Load(
            Path.Combine(folder, "run", "student.safetensors"), cacheFolder: environment["MASKCLIP_HOME"]);
        var photo = DrawnScenes.Draw(1, seed: 3)[0].Load();
        Assert.Equal(["grass", "brick", "water", "sand"], student.Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal(photo.Width * photo.Height, student.Segment(photo, TestContext.Current.CancellationToken).Labels.Length);
    }

    [Fact]
    public async Task Settings_FlagsComeBeforeTheEnvironment_AndThatBeforeTheFile()
    {
        environment["MASKCLIP_BATCH"] = "3";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "maskclip-train.json"),
            """{ "steps": 7, "batch": 5, "crop": "64" }""",
            TestContext.Current.CancellationToken);
        using StringWriter output = new(), error = new();
        Assert.Equal(
            ExitCode.Done,
            await TrainCommandLine.RunAsync(["--crop", "96", "--print-config"], Host(output, error), CancellationToken.None));
        var lines = output.ToString()
            .Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .ToArray();
        Assert.Contains("crop 96 flag", lines);
        Assert.Contains("batch 3 MASKCLIP_BATCH", lines);
        Assert.Contains($"steps 7 'steps' in {Path.Combine(folder, "maskclip-train.json")}", lines);
        Assert.Contains("learning-rate 0.01 default", lines);
    }

    private async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = await TrainCommandLine.RunAsync(args, Host(output, error), TestContext.Current.CancellationToken);
        return (code, error.ToString());
    }

    private CliHost Host(TextWriter output, TextWriter error) => new()
    {
        Program = TrainCommandLine.Program,
        Output = output,
        Error = error,
        OpenInput = () => Stream.Null,
        Environment = environment.GetValueOrDefault,
        Folder = folder,
    };
}
