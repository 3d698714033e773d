using System.CommandLine;
using MaskClip.Cli.Commands;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

public sealed class UsageTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("A verb is missing", "")]
    [InlineData("did you mean 'segment'", "segmnt")]
    [InlineData("did you mean 'list'", "models", "lst")]
    [InlineData("nothing to segment", "segment", "-p", "sky")]
    [InlineData("no names to look for", "segment", "--sample")]
    [InlineData("key smoothing is 7; 0 to 1", "segment", "--sample", "-p", "sky", "--key-smoothing", "7")]
    [InlineData("prompt denoising is -1; 0 to 1", "segment", "--sample", "-p", "sky", "--prompt-denoising", "-1")]
    [InlineData("the minimum score is 2; 0 to 1", "segment", "--sample", "-p", "sky", "--min-score", "2")]
    [InlineData("the size is 3; 32 to 8192", "segment", "--sample", "-p", "sky", "--size", "3")]
    [InlineData("the output stride is 5; 32, 16 and 8", "segment", "--sample", "-p", "sky", "--output-stride", "5")]
    [InlineData("Unknown method 'magic'. Available: clip, maskclip, ", "segment", "--sample", "-p", "sky", "--method", "magic")]
    [InlineData("--compat is 'old'; clip and released", "segment", "--sample", "-p", "sky", "--compat", "old")]
    [InlineData("--activation is 'relu'; quick-gelu, gelu and tanh-gelu", "segment", "--sample", "-p", "sky", "--activation", "relu")]
    [InlineData("--precision is 'int4'; fp32 and int8", "segment", "--sample", "-p", "sky", "--precision", "int4")]
    [InlineData("--calibration is for --precision int8", "models", "convert", "world-clip", "--calibration", "x.png")]
    [InlineData(
        "--synonyms is 'worst'; average, best, best-name and best-probability", "segment", "--sample", "-p", "sky", "--synonyms", "worst")]
    [InlineData("the long side is 7; 32 to 65536", "segment", "--sample", "-p", "sky", "--long-side", "7")]
    [InlineData(
        "the long side is 300, shorter than the size of 400", "segment", "--sample", "-p", "sky", "--size", "400", "--long-side", "300")]
    [InlineData("--resize is 'nearest'; bicubic and opencv-bilinear", "segment", "--sample", "-p", "sky", "--resize", "nearest")]
    [InlineData("--sides is 'crop'; nearest and pad", "segment", "--sample", "-p", "sky", "--sides", "crop")]
    [InlineData("--windows is '224'; crop and stride", "segment", "--sample", "-p", "sky", "--windows", "224")]
    [InlineData("--windows is '-224/112'; crop and stride", "segment", "--sample", "-p", "sky", "--windows=-224/112")]
    [InlineData("the windows' stride is 300; 1 to the crop's 224", "segment", "--sample", "-p", "sky", "--windows", "224/300")]
    [InlineData(
        "The windows' crop is 100; for this model it must be a multiple of 8, such as 104",
        "segment",
        "--sample",
        "-p",
        "sky",
        "--windows",
        "100/50")]
    [InlineData("--scales is '1;2'; factors separated by commas", "segment", "--sample", "-p", "sky", "--scales", "1;2")]
    [InlineData("the scales are 1, 0; one to sixteen factors of 0.1 to 8", "segment", "--sample", "-p", "sky", "--scales", "1,0")]
    [InlineData("the background threshold is 2; 0 to 1", "segment", "--sample", "-p", "sky", "--background-threshold", "2")]
    [InlineData("the vocabulary has no background", "segment", "--sample", "-p", "sky", "--background-threshold", "0.3")]
    [InlineData("the area threshold is 1; 0 to less than 1", "segment", "--sample", "-p", "sky", "--area-threshold", "1")]
    [InlineData("PAMR has -1 iterations; 1 to 100", "segment", "--sample", "-p", "sky", "--pamr", "-1")]
    [InlineData(
        "--pamr-dilations is '8;16'; whole numbers separated by commas",
        "segment",
        "--sample",
        "-p",
        "sky",
        "--pamr",
        "--pamr-dilations",
        "8;16")]
    [InlineData("PAMR's dilations are 0; one to eight", "segment", "--sample", "-p", "sky", "--pamr", "--pamr-dilations", "0")]
    [InlineData("100 iterations of dilation 16 reach 1600 pixels; up to 640", "segment", "--sample", "-p", "sky", "--pamr", "100")]
    [InlineData("the guided filter's radius is 9; 0.25 to 8", "segment", "--sample", "-p", "sky", "--guided-filter", "9")]
    [InlineData("the guided filter and propagation more than one is on", "segment", "--sample", "-p", "sky", "--pamr", "--propagate")]
    [InlineData("vocabulary reduction is 3; 0 to 1", "segment", "--sample", "-p", "sky", "--vocabulary-reduction", "3")]
    [InlineData("--opacity is 3; 0 to 1", "segment", "--sample", "-p", "sky", "--opacity", "3")]
    [InlineData("--max-pixels is 0", "segment", "--sample", "-p", "sky", "--max-pixels", "0")]
    [InlineData("cityscapes", "segment", "--sample", "--classes", "cityscape")]
    [InlineData("movie", "segment", "--sample", "-p", "sky", "--save", "movie")]
    [InlineData("nonsense", "segment", "--sample", "-p", "sky", "--templates", "nonsense")]
    [InlineData("--size is '3x3'; width and height of 64 to 4096", "sample", "--resolution", "3x3")]
    [InlineData("--size is '9000x9'; width and height of 32 to 2048", "sample", "--count", "2", "--size", "9000x9")]
    [InlineData("--scene is 'moon'; postcard, things and whole numbers", "sample", "--scene", "moon")]
    [InlineData("--count is 0; 1 to 1000000", "sample", "--count", "0")]
    [InlineData("--seed is -1; 0 or more", "sample", "--count", "1", "--seed", "-1")]
    [InlineData("--captions is 0; 1 to 100", "sample", "--count", "1", "--captions", "0")]
    [InlineData("--split is 'val'; train and test", "sample", "--count", "1", "--split", "val")]
    [InlineData("Unknown shell 'tcsh'", "completion", "tcsh")]
    [InlineData("--input", "tensors", "--output", "x")]
    [InlineData("--promt' is not an option of 'maskclip segment'; did you mean '--prompt'?", "segment", "--sample", "--promt", "sky")]
    [InlineData("'--promt' is not an option of 'maskclip segment'; did you mean '--prompt'?", "segment", "--sample", "--promt=sky")]
    [InlineData(
        "'--porcision' is not an option of 'maskclip models convert'; did you mean '--precision'?",
        "models",
        "convert",
        "world-clip",
        "--porcision",
        "int8")]
    [InlineData("'--cuont' is not an option of 'maskclip sample'; did you mean '--count'?", "sample", "--cuont", "2")]
    [InlineData("'--lst' is not an option of 'maskclip models list'. 'maskclip models list --help'", "models", "list", "--lst")]
    [InlineData("'--dta' is not an option of 'maskclip eval'; did you mean '--data'?", "eval", "--dta", "x")]
    [InlineData("'--qiuet' is not an option of 'maskclip doctor'; did you mean '--quiet'?", "doctor", "--qiuet")]
    [InlineData("'--outptu' is not an option of 'maskclip tensors'; did you mean '--output'?", "tensors", "--input", "x", "--outptu", "y")]
    [InlineData("'-x' is not an option of 'maskclip segment'", "segment", "--sample", "-p", "sky", "-x")]
    [InlineData("A file of that name is written ./--photo.jpg.", "segment", "--photo.jpg", "-p", "sky")]
    [InlineData("'--xyzzy' is not an option of 'maskclip methods'. 'maskclip methods --help' lists them.", "methods", "--xyzzy")]
    [InlineData("--size is 'abc'; a whole number is expected.", "segment", "--sample", "-p", "sky", "--size", "abc")]
    [InlineData("--min-score is 'high'; a number is expected.", "segment", "--sample", "-p", "sky", "--min-score", "high")]
    [InlineData("--size takes one value; 2 were given.", "segment", "--sample", "-p", "sky", "--size", "64", "--size", "96")]
    [InlineData("--prompt needs a value.", "segment", "--sample", "--prompt")]
    [InlineData("'maskclip models pull' needs <name>.", "models", "pull")]
    [InlineData("'b' is a word too many for 'maskclip models pull'.", "models", "pull", "a", "b")]
    [InlineData("--output is missing; 'maskclip tensors' needs it.", "tensors", "--input", "x")]
    [InlineData("'dcotor' is not a verb of 'maskclip'; did you mean 'doctor'?", "dcotor")]
    [InlineData("'abracadabra' is not a verb of 'maskclip'. There are: segment,", "abracadabra")]
    [InlineData("is neither a built-in vocabulary nor a file; did you mean 'ade20k'?", "segment", "--sample", "--classes", "aed20k")]
    [InlineData("'qqqqqqqqqq' is neither a built-in vocabulary nor a file. Available:", "segment", "--sample", "--classes", "qqqqqqqqqq")]
    [InlineData("The name 'sky=' has no label behind '='", "segment", "--sample", "-p", "sky=")]
    [InlineData("The name 'a=b=c' has several labels", "segment", "--sample", "-p", "a=b=c")]
    [InlineData("The label 'x' belongs to 2 classes ('sky=x', 'cat=x')", "segment", "--sample", "-p", "sky=x", "-p", "cat=x")]
    [InlineData("Two names are written as 'cat'", "segment", "--sample", "--classes", "voc", "-p", "cat", "--format", "coco")]
    [InlineData("The name 'sky\\u001b[31m' has a control character (\\u001b)", "segment", "--sample", "-p", "sky\u001b[31m")]
    public async Task WrongUsage_NamesTheValueAndWhatIsAllowed(string expected, params string[] args)
    {
        var result = await cli.RunAsync([.. args.Where(argument => argument.Length > 0)]);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.False(Directory.Exists(cli.At("out")), "nothing was begun");
    }

    /// <summary>What depends on files, models and devices, which the command line alone does not show.</summary>
    [Theory]
    [InlineData("'missing.jpg'", "segment", "missing.jpg", "-p", "sky")]
    [InlineData("no photo in '*.jpg'", "segment", "*.jpg", "-p", "sky")]
    [InlineData("MaskClip.Runtime.Cuda", "segment", "--sample", "-p", "sky", "--device", "cuda:0")]
    [InlineData("plugin:PATH", "segment", "--sample", "-p", "sky", "--device", "directml")]
    [InlineData("there is no file 'nowhere.so'", "segment", "--sample", "-p", "sky", "--device", "plugin:nowhere.so")]
    [InlineData("CoreMLExecutionProvider", "segment", "--sample", "-p", "sky", "--device", "coreml")]
    [InlineData("--weights is", "segment", "--sample", "-p", "sky", "--weights", "nowhere.pt")]
    [InlineData("ViT-B-16 is not here yet: 'maskclip models pull ViT-B-16'", "segment", "--sample", "-p", "sky", "--model", "ViT-B/16")]
    [InlineData("Did you mean 'ViT-B-16'", "segment", "--sample", "-p", "sky", "--model", "ViT-B-17")]
    [InlineData("missing.txt", "tokenize", "--file", "missing.txt")]
    [InlineData("names.txt, line 2: The name", "segment", "--sample", "--classes", "names.txt")]
    public async Task WhatIsNotThere_FailsAndBeginsNothing(string expected, params string[] args)
    {
        await File.WriteAllTextAsync(cli.At("names.txt"), "sky\n|\n");

        var result = await cli.RunAsync([.. args.Select(argument => argument == "names.txt" ? cli.At(argument) : argument)]);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("VERB --help", result.Error);
        Assert.DoesNotContain("System.", result.Error);
        Assert.False(Directory.Exists(cli.At("out")), "nothing was begun");
    }

    [Fact]
    public async Task NamesBehindTwoHyphens_AreFilesWhateverTheyBeginWith()
    {
        var result = await cli.RunAsync("segment", "-p", "sky", "--", "--promt");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("There is no file or folder '--promt'.", result.Error);
    }

    [Fact]
    public async Task NoMessage_NamesTypesOrParameters()
    {
        string[][] calls =
        [
            ["segment", "--sample", "-p", "sky", "--threads", "1.5"], ["segment", "--sample", "-p", "sky", "--json=perhaps"], [
                "segment", "--sample", "--classes", "nothing"
            ],
            ["segment", "--sample", "-p", ""], ["segment", "--sample", "-p", "sky", "--templates", "nothing"], [
                "models", "info", "nothing"
            ], [
                "eval", "--data", "nothing"
            ],
            ["segment", "--sample", "-p", "sky", "--device", "banana"], ["datasets", "check", "nothing"], ["sample", "--count", "many"], [
                "methods", "nothing"
            ],
        ];
        foreach (var call in calls)
        {
            var result = await cli.RunAsync(call);
            Assert.NotEqual(ExitCode.Done, result.Code);
            Assert.DoesNotMatch(@"System\.|Parameter|Nullable|Exception|`1", result.Error);
        }
    }

    [Fact]
    public async Task PhotoAboveMaxPixels_IsRefusedBeforeItIsDecoded()
    {
        var result = await cli.RunAsync("segment", cli.Photo("large.png", 640, 448), "-p", "sky", "--max-pixels", "0.1");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("640", result.Error);
        Assert.Contains("large.png", result.Error);
    }

    [Fact]
    public async Task HostileWeights_AreRefusedAndRunNothing()
    {
        var result = await cli.RunAsync(
            "segment", "--sample", "-p", "sky", "--weights", SharedData.Path("golden", "formats", "hostile.pt"));

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("hostile.pt", result.Error);
        Assert.Empty(Directory.GetFiles(cli.Folder, "PWNED*"));
    }

    [Fact]
    public async Task EveryVerb_IsFoundByItsName()
    {
        // A command line that begins with a verb has that verb alone created.
        foreach (var verb in CommandLine.Create(Silent()).Subcommands.Where(verb => ExternalVerb.Find([verb.Name]) is null))
        {
            var help = await cli.RunAsync(verb.Name, "--help");

            Assert.Equal(ExitCode.Done, help.Code);
            Assert.Contains(verb.Description!, help.Output);
        }
    }

    [Fact]
    public async Task ConfigurationFile_MaySetOptionsOfOtherVerbs()
    {
        File.WriteAllText(Path.Combine(cli.Folder, "maskclip.json"), """{"limit": 3}""");

        Assert.Equal(ExitCode.Done, (await cli.RunAsync("methods")).Code);
    }

    [Fact]
    public void EveryVerb_HasAnExampleThatParses()
    {
        var root = CommandLine.Create(Silent());
        var verbs = root.Subcommands.Concat(root.Subcommands.SelectMany(verb => verb.Subcommands)).ToArray();
        Assert.NotEmpty(verbs);
        foreach (var verb in verbs.Cast<Verb>())
        {
            var command = verb.Example.Split('|')[^1].Contains("maskclip", StringComparison.Ordinal)
                && verb.Example.StartsWith("echo", StringComparison.Ordinal)
                ? verb.Example.Split('|')[^1].Trim()
                : verb.Example.Split(" >>")[0];
            Assert.StartsWith("maskclip ", command);
            if (ExternalVerb.Find([verb.Name]) is not null) continue; // handed on to a program that knows its own options
            var parsed = root.Parse(command["maskclip ".Length..]);
            Assert.True(parsed.Errors.Count == 0, $"{command}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
        }
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("sample")]
    [InlineData("models")]
    [InlineData("models pull")]
    [InlineData("datasets")]
    [InlineData("datasets check")]
    [InlineData("tensors")]
    [InlineData("tokenize")]
    [InlineData("doctor")]
    [InlineData("completion")]
    public async Task Help_ShowsTheExampleUnderTheNameThatUsersType(string verb)
    {
        var result = await cli.SucceedAsync([.. verb.Split(' '), "--help"]);

        Assert.Contains("Example:\n  ", result.Output);
        Assert.Contains($"  maskclip {verb}", result.Output);
        Assert.DoesNotContain("MaskClip.Cli", result.Output);
    }

    [Fact]
    public async Task CompletionScripts_AskTheCommandItself()
    {
        foreach (var shell in new[] { "bash", "zsh", "fish", "pwsh" })
            Assert.Contains("[suggest:", (await cli.SucceedAsync("completion", shell)).Output);

        var suggestions = await cli.RunAsync("[suggest:23]", "maskclip segment --key-");

        Assert.Contains("--key-smoothing", suggestions.Output);
    }

    private CliHost Silent() => new()
    {
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        OpenInput = () => Stream.Null,
        Environment = _ => null,
        Folder = cli.Folder,
    };
}
