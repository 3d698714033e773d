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

        foreach (var name in ModelStore.KnownNames)
        {
            Assert.Contains(
                result.Lines,
                line => line.Contains($" {name} ", StringComparison.Ordinal) && line.Contains("to pull", StringComparison.Ordinal));
        }
        Assert.Contains(
            result.Lines,
            line => line.Contains("world-clip", StringComparison.Ordinal) && line.Contains("used:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_NothingInstalledOrPulled_ShowsWhatCanBePulledAndSaysThatNothingIsUsed()
    {
        cli.Packages = cli.At("none");

        var result = await cli.SucceedAsync("models", "list");

        Assert.Contains(
            result.Lines,
            line => line.Contains(" ViT-B-16 ", StringComparison.Ordinal) && line.Contains("to pull", StringComparison.Ordinal));
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
    public async Task Info_OpenAIsArchive_SaysWhatWasRecognizedAndWhere()
    {
        var result = await cli.SucceedAsync("models", "info", SharedData.Path("golden", "formats", "openai-jit.pt"));

        Assert.Contains("family         CLIP, as OpenAI published it (its archive's input_resolution)", result.Output);
        Assert.Contains("activation     quick-gelu (OpenAI's archives all have it)", result.Output);
        Assert.Contains("tokenizer      unknown: its token table has 300 rows", result.Output);
        Assert.Contains("no configuration says it", result.Output);
    }

    [Fact]
    public async Task Info_FolderOfHuggingFace_SaysWhichFieldsItWasReadFrom()
    {
        var result = await cli.SucceedAsync("models", "info", SharedData.Path("golden", "formats", "hf"));

        Assert.Contains("family         CLIP, with Hugging Face's names", result.Output);
        Assert.Contains("activation     quick-gelu (hidden_act in config.json)", result.Output);
        Assert.Contains("1 heads (by the configuration)", result.Output);
    }

    [Fact]
    public async Task Info_ResNet_SaysWhichMethodsHaveNoMeaning()
    {
        var result = await cli.SucceedAsync("models", "info", SharedData.Path("golden", "rn.safetensors"));

        Assert.Contains("methods        clip, maskclip, clip-surgery", result.Output);
        Assert.Contains(
            result.Lines,
            line => line.StartsWith("no meaning", StringComparison.Ordinal) && line.Contains(
                "sclip", StringComparison.Ordinal) && line.EndsWith(
                ": a ResNet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Info_Student_TellsItsNetworkAndClasses()
    {
        var result = await cli.SucceedAsync("models", "info", RandomStudent.Write(cli.At("student.safetensors")));

        Assert.Contains("family         student", result.Output);
        Assert.Contains(
            $"classes        {RandomStudent.Vocabulary.Classes.Count}: {string.Join(", ", RandomStudent.Vocabulary.Classes.Select(one =>
                one.Name))}",
            result.Output);
        Assert.Contains("DeepLabV2 (dilations 1) on a ResNet, Clip, 1-1-1-1 blocks", result.Output);
    }

    [Fact]
    public async Task Info_Bridge_TellsBothNetworks()
    {
        cli.Packages = Path.Combine(AppContext.BaseDirectory, "maskclip-models");

        var result = await cli.SucceedAsync("models", "info", "photo");

        Assert.Contains("family         bridge", result.Output);
        Assert.Contains("tokenizer      word pieces", result.Output);
        Assert.Contains(": a ResNet without attention", result.Output);
    }

    [Fact]
    public async Task FileUnderAPublishedName_IsCalledWhatItIs()
    {
        Directory.CreateDirectory(cli.At("home", "models"));
        await File.WriteAllBytesAsync(cli.At("home", "models", "ViT-B-16.pt"), SmallModel());

        var info = await cli.SucceedAsync("models", "info", "ViT-B-16");
        var list = await cli.SucceedAsync("models", "list");
        var segmented = await cli.SucceedAsync("segment", cli.Photo("card.png"), "-p", "sky", "-p", "grass", "--templates", "simple");

        Assert.Contains("file           another file than OpenAI's ViT-B-16: 11.4 MB, where 350 MB were published", info.Output);
        Assert.Contains(
            list.Lines,
            line => line.Contains(" ViT-B-16 ", StringComparison.Ordinal) && line.Contains("here, another file", StringComparison.Ordinal));
        Assert.Contains("ViT-B-16.pt is another file than OpenAI's ViT-B-16", segmented.Error);
    }

    [Fact]
    public async Task ModelAndWeights_BothGiven_IsWrongUsage()
    {
        var weights = SharedData.Path("golden", "vit.safetensors");

        var both = await cli.RunAsync("segment", cli.Photo("card.png"), "-p", "sky", "--model", "world-clip", "--weights", weights);
        cli.Environment["MASKCLIP_MODEL"] = "world-clip";
        var beside = await cli.RunAsync(
            "segment", cli.Photo("card.png"), "-p", "sky", "-p", "grass", "--templates", "simple", "--weights", weights);

        Assert.Equal(ExitCode.WrongUsage, both.Code);
        Assert.Contains("--model is 'world-clip' and --weights is", both.Error);
        Assert.Equal(ExitCode.Done, beside.Code);
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
        var result = await cli.SucceedAsync(
            "models", "convert", "world-clip", "--precision", "int8", "--calibration", cli.Photo("card.png", 320, 224));

        Assert.Equal(3, result.Lines.Length);
        Assert.All(result.Lines, path => Assert.Contains("-int8", path));
        Assert.Matches(@"image tower: .* layers in int8; mean cosine with fp32 [01]\.\d+ on 1 photos of .*card\.png", result.Error);
        Assert.Matches(@"text tower: .* layers in int8; mean cosine with fp32 [01]\.\d+ on 33 sentences", result.Error);
        await cli.SucceedAsync(
            "segment", cli.Photo("card.png"), "-p", "sky", "-p", "grass", "--templates", "simple", "--precision", "int8");
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
