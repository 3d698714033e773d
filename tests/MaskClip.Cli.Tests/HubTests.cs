using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>Models of the hub, as the command pulls and uses them.</summary>
public sealed class HubTests : IAsyncDisposable
{
    private static readonly string[] Names = ["-p", "sky", "-p", "grass", "--templates", "simple"];

    private readonly Cli cli = new()
    {
        HubCatalogue = [new("Small", "laion/small", "mit", "CLIP"), new("Other", "laion/other", "cc-by-nc-4.0", "CLIP")],
    };
    private readonly FakeHub hub = new("laion/small", FakeHub.SmallModel());

    public HubTests()
    {
        cli.Environment["HF_ENDPOINT"] = hub.Address;
        cli.Environment["HF_HOME"] = cli.At("huggingface");
    }

    private string Snapshot => cli.At("home", "models", "hub", "models--laion--small", "snapshots", FakeHub.Commit);

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        cli.Dispose();
    }

    [Theory]
    [InlineData("hf:laion/small")]
    [InlineData("small")]
    public async Task Pull_ShowsSizeAndLicenseBeforeTheFirstByte(string name)
    {
        var pulled = await cli.SucceedAsync("models", "pull", name);

        Assert.Equal([Snapshot], pulled.Lines);
        var lines = pulled.Error.Split('\n');
        Assert.Matches(@"^hf:laion/small: 11\.\d MB in 3 files from http://127\.0\.0\.1:\d+/laion/small", lines[0]);
        Assert.Equal("license: mit", lines[1].TrimEnd());
        Assert.Contains("100 %", pulled.Error);
    }

    [Fact]
    public async Task Pull_Quiet_PrintsOnlyTheFolder()
    {
        var pulled = await cli.SucceedAsync("models", "pull", "hf:laion/small", "-q");

        Assert.Equal([Snapshot], pulled.Lines);
        Assert.Equal("", pulled.Error);
    }

    [Fact]
    public async Task Pull_Gated_FailsWithTheHubsWords()
    {
        hub.Override = _ => FakeHub.Refuse("403 Forbidden", "GatedRepo", "Access to model laion/small is restricted");

        var result = await cli.RunAsync("models", "pull", "hf:laion/small");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("GatedRepo, Access to model laion/small is restricted", result.Error);
        Assert.Contains("HF_TOKEN", result.Error);
    }

    [Fact]
    public async Task Pull_NoSuchName_IsWrongUsage()
    {
        var result = await cli.RunAsync("models", "pull", "hf:../../etc");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("Expected hf:ORGANIZATION/NAME", result.Error);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task Segment_ModelByAddress_PullsItOnceAndUsesIt()
    {
        string[] args = ["segment", cli.Photo("card.png"), "--model", "hf:laion/small", .. Names];

        var first = await cli.SucceedAsync(args);
        var asked = hub.Requests.Count;
        var second = await cli.SucceedAsync(args);

        Assert.Contains("license: mit", first.Error);
        Assert.DoesNotContain("license", second.Error);
        Assert.Equal(asked, hub.Requests.Count);
    }

    [Fact]
    public async Task Segment_ModelByShortName_IsLookedUpOnly()
    {
        var result = await cli.RunAsync(["segment", cli.Photo("card.png"), "--model", "Small", .. Names]);

        Assert.NotEqual(ExitCode.Done, result.Code);
        Assert.Contains("'maskclip models pull Small' brings it", result.Error);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task Segment_Offline_SaysThatNobodyIsAsked()
    {
        cli.Environment["HF_HUB_OFFLINE"] = "1";

        var result = await cli.RunAsync(["segment", cli.Photo("card.png"), "--model", "hf:laion/small", .. Names]);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("HF_HUB_OFFLINE is set", result.Error);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task List_ShowsLicensesAndWhatIsHere()
    {
        await cli.SucceedAsync("models", "pull", "small");

        var lines = (await cli.SucceedAsync("models", "list")).Lines;

        Assert.Contains(
            lines,
            line => line.Contains(" Small ", StringComparison.Ordinal) && line.Contains(
                "pulled", StringComparison.Ordinal) && line.Contains(
                "mit", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.Contains(" Other ", StringComparison.Ordinal) && line.Contains(
                "to pull", StringComparison.Ordinal) && line.Contains(
                "cc-by-nc-4.0", StringComparison.Ordinal));
        cli.HubCatalogue = [];
        Assert.Contains(
            (await cli.SucceedAsync("models", "list")).Lines, line => line.Contains("hf:laion/small", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Info_NotHere_ShowsTheAddressAndAsksNobody_Here_Describes()
    {
        var before = await cli.SucceedAsync("models", "info", "Other");
        await cli.SucceedAsync("models", "pull", "small");
        var after = await cli.SucceedAsync("models", "info", "small");

        Assert.Contains("hf:laion/other", before.Output);
        Assert.Contains("cc-by-nc-4.0", before.Output);
        Assert.Contains(Snapshot, after.Output);
        Assert.Contains("patch 8, width 128, 12 blocks", after.Output);
    }
}
