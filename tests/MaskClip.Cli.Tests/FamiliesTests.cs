using System.Text.Json;
using MaskClip.Checkpoints;
using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>Models of other families than CLIP on the command line: tensors, texts, tokens, labels.</summary>
public sealed class FamiliesTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const double Tolerance = 2e-5;

    private readonly Cli cli = new(cache);

    public static TheoryData<string, string> Tokenizers => new()
    {
        { "tipsv2/npz", "tokenizer.model" },
        { "tipsv2/hf", "tokenizer.model" },
        { "siglip", "spiece.model" },
        { "siglip/gemma-tokenizer", "tokenizer.model" },
        { "metaclip2/openclip-mt5", "spiece.model" },
        { "metaclip2/openclip-xlmv", "sentencepiece.bpe.model" },
    };

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("tipsv2/npz", "tipsv2/io", "image.native", "native.values", "native.cls1", "tipsv2/prompts.json", "text.features")]
    [InlineData(
        "tipsv2/npz/tips_v2_oss_b14_vision.npz", "tipsv2/io", "image.up", "up.values", "up.cls1", "tipsv2/prompts.json", "text.features")]
    [InlineData("tipsv2/hf", "tipsv2/hf/io", "image.up", "up.values", "up.cls1", "tipsv2/hf/texts.json", "text.features")]
    [InlineData("siglip/hf", "siglip/hf/io", "image.rect", "rect.dense.value_mlp", "rect.features", "siglip/texts.json", "text.features")]
    [InlineData(
        "siglip/openclip", "siglip/openclip/io", "image.big", "big.dense.value_mlp", "big.features", "siglip/texts.json", "text.features")]
    [InlineData(
        "metaclip2/openclip-mt5",
        "metaclip2/openclip-mt5/io",
        "image",
        "",
        "image_features",
        "metaclip2/openclip-mt5/texts.json",
        "text_features")]
    [InlineData(
        "metaclip2/openclip-xlmv",
        "metaclip2/openclip-xlmv/io",
        "image",
        "",
        "image_features",
        "metaclip2/openclip-xlmv/texts.json",
        "text_features")]
    [InlineData(
        "metaclip2/hf-xlmv", "metaclip2/openclip-xlmv/io", "image", "", "image_features", "metaclip2/hf-xlmv/texts.json", "text_features")]
    public async Task Tensors_PictureAndTexts_GiveTheOriginalsNumbers(
        string model, string io, string image, string dense, string whole, string texts, string features)
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", $"{io}.safetensors"));
        using var images = model == "siglip/hf"
            ? SafetensorsFile.Open(SharedData.Path("golden", "siglip", "openclip", "io.safetensors"))
            : null;
        Write(("image", (images ?? golden)[image]));

        await cli.SucceedAsync(
            "tensors",
            "--weights",
            SharedData.Path("golden", model),
            "-i",
            "in.safetensors",
            "--texts",
            SharedData.Path("golden", texts),
            "-o",
            "out.safetensors");

        using var result = SafetensorsFile.Open(cli.At("out.safetensors"));
        if (dense.Length > 0) Close.Within(Tolerance, golden[dense].ToArray(), result["features_raw"].ToArray());
        Close.Within(Tolerance, golden[whole].ToArray(), result["image_features"].ToArray());
        Assert.Equal(golden[features].Shape, result["text_features"].Shape);
        Close.Within(Tolerance, golden[features].ToArray(), result["text_features"].ToArray());
    }

    [Fact]
    public async Task Tensors_TextsAlone_ByEitherOption_GiveTheSame()
    {
        var model = SharedData.Path("golden", "tipsv2", "hf");
        File.WriteAllText(cli.At("texts.json"), """["wall", "a\nb"]""");
        File.WriteAllText(cli.At("texts.jsonl"), "\"wall\"\n{\"text\": \"a\\nb\"}\n");

        await cli.SucceedAsync("tensors", "--weights", model, "--texts", "texts.jsonl", "-o", "a.safetensors");
        await cli.SucceedAsync("tensors", "--weights", model, "--input", "texts.json", "-o", "b.safetensors");

        Assert.Equal(File.ReadAllBytes(cli.At("a.safetensors")), File.ReadAllBytes(cli.At("b.safetensors")));
    }

    [Theory]
    [InlineData("{\"other\": []}", "has no 'texts'")]
    [InlineData("[1]", "text 1 is a Number")]
    [InlineData("[", "not JSON")]
    public async Task Tensors_TextsThatAreNone_AreRefused(string json, string message)
    {
        File.WriteAllText(cli.At("texts.json"), json);

        var result = await cli.RunAsync(
            "tensors", "--weights", SharedData.Path("golden", "tipsv2", "hf"), "--texts", "texts.json", "-o", "out.safetensors");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains(message, result.Error);
    }

    [Fact]
    public async Task Tensors_NeitherInputNorTexts_AsksForThem() =>
        Assert.Contains("--texts", (await cli.RunAsync("tensors", "-o", "out.safetensors")).Error);

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public async Task Tokenize_SentencePieceModel_PrintsItsPieces(string folder, string model)
    {
        var path = SharedData.Path(["golden", .. folder.Split('/')]);
        var lines = File.ReadAllLines(Path.Combine(path, "sentencepiece.jsonl"));

        var result = await cli.SucceedAsync(
            "tokenize", "--weights", Path.Combine(path, model), "--file", Path.Combine(path, "sentencepiece.jsonl"));

        Assert.Equal(
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("ids").GetRawText()),
            result.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("tipsv2/npz", "tipsv2/io", "tipsv2/prompts.json", "text.ids")]
    [InlineData("siglip/hf", "siglip/hf/io", "siglip/texts.json", "text.ids")]
    [InlineData("siglip/openclip", "siglip/openclip/io", "siglip/texts.json", "text.ids")]
    [InlineData("metaclip2/openclip-mt5", "metaclip2/openclip-mt5/io", "metaclip2/openclip-mt5/texts.json", "ids")]
    [InlineData("metaclip2/hf-xlmv", "metaclip2/openclip-xlmv/io", "metaclip2/hf-xlmv/texts.json", "ids")]
    public async Task Tokenize_Model_PrintsWhatItsTowerReads(string model, string io, string texts, string ids)
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", $"{io}.safetensors"));

        var result = await cli.SucceedAsync(
            "tokenize", "--weights", SharedData.Path("golden", model), "--file", SharedData.Path("golden", texts), "--pad");

        Assert.Equal(
            golden[ids].ToInt64Array().Chunk(golden[ids].Shape[1]).Select(row => $"[{string.Join(", ", row)}]"),
            result.Output.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("tipsv2/npz", "tips", "NumPy archives")]
    [InlineData("tipsv2/hf", "tips", "the authors' code")]
    [InlineData("tipsv2/hf-native-swiglu", "tips", "SwiGLU")]
    [InlineData("siglip/hf", "siglip", "Hugging Face, transformers")]
    [InlineData("siglip/openclip", "siglip", "open_clip")]
    [InlineData("metaclip2/openclip-mt5", "MetaCLIP 2 (worldwide)", "mT5's sentencepiece (spiece.model)")]
    [InlineData("metaclip2/hf-xlmv", "MetaCLIP 2 (worldwide)", "XLM-V's sentencepiece (sentencepiece.bpe.model)")]
    public async Task Info_SaysFamilyAndLayout(string model, string family, string detail)
    {
        var result = await cli.SucceedAsync("models", "info", SharedData.Path("golden", model));

        Assert.Matches($"family +{System.Text.RegularExpressions.Regex.Escape(family)}:", result.Output);
        Assert.Contains(detail, result.Output);
    }

    [Theory]
    [InlineData("tipsv2/npz")]
    [InlineData("tipsv2/hf")]
    [InlineData("siglip/hf", "--sigmoid")]
    [InlineData("metaclip2/openclip-xlmv", "--method", "clearclip")]
    [InlineData("metaclip2/openclip-mt5", "--precision", "int8")]
    [InlineData("tipsv2/npz", "--precision", "int8", "--method", "naclip", "--key-smoothing")]
    [InlineData("siglip/openclip", "--precision", "int8")]
    [InlineData("siglip/openclip", "--method", "clip", "--key-smoothing")]
    public async Task Segment_EndToEnd_WritesAMask(string model, params string[] options)
    {
        var result = await cli.SucceedAsync([
            "segment", cli.Photo("photo.png"), "-p", "wall", "-p", "traffic light", "--weights", SharedData.Path("golden", model),
            "--output", "out", "--save", "mask,json", .. options]);

        Assert.True(File.Exists(cli.At("out", "photo.mask.png")), result.Error);
    }

    [Fact]
    public async Task Tensors_ModelTrainedWithASigmoid_GivesLogitsAndProbabilitiesToo()
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", "siglip", "openclip", "io.safetensors"));
        Write(("image", golden["image.native"]));

        await cli.SucceedAsync(
            "tensors", "--weights", SharedData.Path("golden", "siglip", "openclip"), "-i", "in.safetensors", "--texts", SharedData.Path(
                "golden", "siglip", "texts.json"), "-o", "out.safetensors");

        using var result = SafetensorsFile.Open(cli.At("out.safetensors"));
        foreach (var name in new[] { "logits_per_image", "probs" }) Close.Within(1e-5, golden[name].ToArray(), result[name].ToArray());
    }

    [Fact]
    public async Task Segment_BySigmoidOfAModelTrainedWithASoftmax_IsRefused()
    {
        var result = await cli.RunAsync("segment", "--sample", "-p", "sky", "--sigmoid", "--output", "out");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("trained with a softmax", result.Error);
    }

    [Fact]
    public async Task Segment_WithAMethodThatHasNoMeaning_SaysWhichHave()
    {
        var result = await cli.RunAsync(
            "segment",
            cli.Photo("photo.png"),
            "-p",
            "wall",
            "--weights",
            SharedData.Path("golden", "tipsv2", "npz"),
            "--method",
            "scclip",
            "--output",
            "out");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("'scclip' has no meaning for TIPS", result.Error);
    }

    [Fact]
    public async Task Methods_SayWhichTowersTheyHaveAMeaningFor()
    {
        var lines = (await cli.SucceedAsync("methods")).Output.Split('\n');

        var (tips, siglip) = (lines.Single(line => line.Contains("TIPSv2 take:")), lines.Single(line => line.Contains("SigLIP 2 take:")));
        Assert.Contains("maskclip, ", tips);
        Assert.Contains("naclip", tips);
        Assert.DoesNotContain("scclip", tips);
        Assert.Contains("clip, maskclip.", siglip);
        Assert.Contains("TIPS, SigLIP", (await cli.SucceedAsync("methods", "maskclip")).Output);
        var naclip = (await cli.SucceedAsync("methods", "naclip")).Output.Split('\n');
        Assert.DoesNotContain("SigLIP", naclip.Single(line => line.StartsWith("towers", StringComparison.Ordinal)));
        Assert.Contains("SigLIP", naclip.Single(line => line.StartsWith("no meaning", StringComparison.Ordinal)));
    }

    private void Write(params (string Name, CheckpointTensor Tensor)[] tensors) => SafetensorsWriter.Write(
        cli.At("in.safetensors"), tensors.Select(tensor =>
            new SafetensorsEntry(tensor.Name, [.. tensor.Tensor.Shape], tensor.Tensor.ToArray())));
}
