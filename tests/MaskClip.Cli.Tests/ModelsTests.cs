using System.Security.Cryptography;
using MaskClip.CommandLine;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

public sealed class ModelsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task List_ShowsOpenAIsNineAndWhichIsUsed()
    {
        var result = await cli.SucceedAsync("models", "list");

        foreach (var name in ModelStore.KnownNames) Assert.Contains(result.Lines, line => line.Contains($" {name} ", StringComparison.Ordinal) && line.Contains("to pull", StringComparison.Ordinal));
        Assert.Contains(result.Lines, line => line.Contains("world-clip", StringComparison.Ordinal) && line.Contains("used:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_NothingInstalledOrPulled_ShowsWhatCanBePulledAndSaysThatNothingIsUsed()
    {
        cli.Packages = cli.At("none");

        var result = await cli.SucceedAsync("models", "list");

        Assert.Contains(result.Lines, line => line.Contains(" ViT-B-16 ", StringComparison.Ordinal) && line.Contains("to pull", StringComparison.Ordinal));
        Assert.DoesNotContain("used:", result.Output);
        Assert.Contains("note: There is no model: none was named", result.Error);
    }

    [Fact]
    public async Task Info_KnownModelThatIsNotHere_TellsItsShape()
    {
        var result = await cli.SucceedAsync("models", "info", "ViT-B/16");

        Assert.Contains("patch 16, width 768, 12 blocks", result.Output);
        Assert.Contains("197 tokens per image", result.Output);
        Assert.Contains("149.6 M", result.Output);
        Assert.Contains("models pull ViT-B-16", result.Output);
    }

    [Theory]
    [InlineData("vit.safetensors", "patch 8, width 128, 12 blocks, 2 heads", "65 tokens per image")]
    [InlineData("rn.safetensors", "1-2-1-1 blocks, 512 channels", "5 tokens per image")]
    public async Task Info_Path_TellsWhatTheTensorsSay(string file, string tower, string tokens)
    {
        var result = await cli.SucceedAsync("models", "info", SharedData.Path("golden", file));

        Assert.Contains(tower, result.Output);
        Assert.Contains(tokens, result.Output);
    }

    [Fact]
    public async Task Info_InstalledModel_TellsItsShapeAndPlace()
    {
        var result = await cli.SucceedAsync("models", "info", "world-clip");

        Assert.Contains(Path.Combine(cli.Packages, "world-clip"), result.Output);
        Assert.Contains("patch 8, width 256, 6 blocks", result.Output);
        Assert.Contains("257 tokens per image", result.Output);
    }

    [Fact]
    public async Task Convert_WritesGraphsAndPrintsTheirPaths()
    {
        var result = await cli.SucceedAsync("models", "convert", "world-clip");

        Assert.Equal(3, result.Lines.Length);
        Assert.All(result.Lines, path => Assert.True(File.Exists(path) && path.StartsWith(cli.At("home"), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Convert_Int8_SaysWhatItCostAndSegmentsWithIt()
    {
        var result = await cli.SucceedAsync("models", "convert", "world-clip", "--precision", "int8", "--calibration", cli.Photo("card.png", 320, 224));

        Assert.Equal(3, result.Lines.Length);
        Assert.All(result.Lines, path => Assert.Contains("-int8", path));
        Assert.Matches(@"image tower: .* layers in int8; mean cosine with fp32 [01]\.\d+ on 1 photos of .*card\.png", result.Error);
        Assert.Matches(@"text tower: .* layers in int8; mean cosine with fp32 [01]\.\d+ on 33 sentences", result.Error);
        await cli.SucceedAsync("segment", cli.Photo("card.png"), "-p", "sky", "-p", "grass", "--templates", "simple", "--precision", "int8");
    }

    [Fact]
    public async Task Pull_FromAServer_BringsTheModelThatIsThenUsed()
    {
        var content = SmallModel();
        await using var server = new LoopbackServer((_, request) => LoopbackServer.Serve(content, request));
        Offer(content, server);

        var pulled = await cli.SucceedAsync("models", "pull", "vit-b/16");

        Assert.Equal(cli.At("home", "models", "ViT-B-16.pt"), pulled.Lines[0]);
        Assert.Contains("100 %", pulled.Error);
        Assert.Contains("used: pulled", (await cli.SucceedAsync("models", "list")).Output);
        var segmented = await cli.SucceedAsync("segment", cli.Photo("card.png"), "-p", "sky", "-p", "grass", "--templates", "simple");
        Assert.DoesNotContain("demonstration model", segmented.Error);
    }

    [Fact]
    public async Task Pull_WrongChecksum_FailsAndLeavesNothing()
    {
        var content = SmallModel();
        await using var server = new LoopbackServer((_, request) => LoopbackServer.Serve([.. content, 1], request));
        Offer(content, server);

        var result = await cli.RunAsync("models", "pull", "ViT-B-16");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("SHA-256", result.Error);
        Assert.Empty(Directory.GetFiles(cli.At("home", "models")));
    }

    [Fact]
    public async Task Pull_NoNetwork_SaysWhereToPutTheFileByHand()
    {
        var content = SmallModel();
        string address;
        await using (var server = new LoopbackServer((_, request) => LoopbackServer.Serve(content, request))) address = server.Address;
        Offer(content, null);
        cli.Environment["MASKCLIP_MIRROR"] = address; // nobody listens there any more

        var result = await cli.RunAsync("models", "pull", "ViT-B-16");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains($"put the file at {cli.At("home", "models", "ViT-B-16.pt")} by hand", result.Error);
    }

    private static byte[] SmallModel() => File.ReadAllBytes(SharedData.Path("golden", "vit.safetensors"));

    private void Offer(byte[] content, LoopbackServer? server)
    {
        cli.Catalogue = [new KnownModel("ViT-B/16", Convert.ToHexStringLower(SHA256.HashData(content)), 64, 64, 128, [12], 8, 64)];
        if (server is not null) cli.Environment["MASKCLIP_MIRROR"] = server.Address;
    }
}
