using MaskClip.Cli.Commands;
using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary><c>maskclip methods</c>, and how methods are named on the command line.</summary>
public sealed class MethodsTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Methods_ListsEveryOneWithItsVenueAndFigures()
    {
        var result = await cli.SucceedAsync("methods");

        var lines = result.Output.Split('\n');
        Assert.All(DenseMethods.All, method => Assert.Contains(
            lines, line => line.Contains($" {method.Name} ") && line.Contains(method.Paper?.Venue ?? "-") && line.Contains(
                method.Summary)));
        Assert.Contains(result.Output.Split('\n'), line => line.Contains(" scclip ") && line.Contains("64.6") && line.Contains("43.9"));
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 160, $"This line would be broken: {line}"));
    }

    [Fact]
    public async Task Methods_RegisteredByTheHost_AreListedDescribedAndUsed()
    {
        DenseMethods.Register(new DenseMethod
        {
            Block = new AttentionBlock("hosts-own", new AttentionTerm(Similarities.QueryQuery, Scale: 2)),
            Summary = "attention is softmax(2qq)",
            Options = MethodOption.ResidualAndMlp,
        });

        var list = await cli.SucceedAsync("methods");
        var own = await cli.SucceedAsync("methods", "hosts-own:mlp=on");
        await cli.SucceedAsync("segment", "--sample", "-p", "sky", "--method", "Hosts-Own:mlp=on", "--output", "out", "--save", "json");
        var wrong = await cli.RunAsync("segment", "--sample", "-p", "sky", "--method", "hosts-own:sigma=1");

        Assert.Contains(list.Output.Split('\n'), line => line.Contains(" hosts-own ") && line.Contains("softmax(2qq)"));
        Assert.Contains("A = softmax(2(qq))", own.Output);
        Assert.Contains("paper          -", own.Output);
        Assert.Contains("'hosts-own' has no setting 'sigma'", wrong.Error);
    }

    [Fact]
    public async Task Methods_ShowsWhatWorldClipReachedHere()
    {
        var result = await cli.SucceedAsync("methods");

        using var segmenter = Segmenter.Load("world-clip", new() { CacheFolder = cache.Folder });
        Assert.NotEmpty(LocalResults.All);
        Assert.All(LocalResults.All, results =>
        {
            Assert.Equal(segmenter.ModelHash[..8], results.Model); // else eng/miniature.sh has to run again
            Assert.InRange(results.MeanIoU, results.Low, results.High);
            Assert.Contains(
                result.Output.Split('\n'),
                line => line.Contains($" {results.Method} ") && line.Contains(
                    $"{results.MeanIoU:0.0} [{results.Low:0.0}, {results.High:0.0}]"));
        });
    }

    [Fact]
    public async Task Methods_OneName_ShowsFormulaSettingsAndSources()
    {
        var result = await cli.SucceedAsync("methods", "naclip");

        Assert.Contains("softmax(kk + ω(σ 5))", result.Output);
        Assert.Contains("Pay Attention to Your Neighbours", result.Output);
        Assert.Contains("sigma", result.Output);
        Assert.Contains("64.07", result.Output);
        Assert.Contains("with PAMR", result.Output);
    }

    [Theory]
    [InlineData("methods", "nacl1p")]
    [InlineData("segment", "--sample", "--prompt", "sky", "--prompt", "tree", "--method", "nacl1p")]
    public async Task UnknownMethod_NamesAll(params string[] arguments)
    {
        var result = await cli.RunAsync(arguments);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("Unknown method 'nacl1p'", result.Error);
        Assert.All(DenseMethods.All, method => Assert.Contains(method.Name, result.Error));
    }

    [Fact]
    public async Task Segment_MethodWithoutMeaningForAResNet_NamesThoseThatHave()
    {
        var weights = SharedData.Path("golden", "rn.safetensors");

        var result = await cli.RunAsync(
            "segment", "--sample", "--prompt", "sky", "--prompt", "tree", "--method", "sclip", "--weights", weights);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(
            "'sclip' has no meaning for a ResNet, which this model is; choose one of: clip, maskclip, clip-surgery.", result.Error);
    }

    [Fact]
    public async Task Segment_MethodWithAWrongSetting_NamesWhatIsAllowed()
    {
        var result = await cli.RunAsync("segment", "--sample", "--prompt", "sky", "--prompt", "tree", "--method", "naclip:sigma=0");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("The setting 'sigma' is '0'; 0.1 to 1000 is allowed.", result.Error);
    }
}
