using System.Text;
using System.Text.Json;
using MaskClip.Checkpoints;
using MaskClip.CommandLine;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>The commands with which anyone compares us with another implementation, against the original one.</summary>
public sealed class ParityTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("vit", "released", "plain")]
    [InlineData("vit", "released", "pd", "--prompt-denoising", "0.5")]
    [InlineData("vit", "released", "ks", "--key-smoothing", "1.0")]
    [InlineData("vit", "released", "kspd", "--key-smoothing", "1.0", "--prompt-denoising", "0.5")]
    [InlineData("vit", "clip", "plain")]
    [InlineData("vit", "clip", "pd", "--prompt-denoising")]
    [InlineData("rn", "released", "plain")]
    [InlineData("rn", "released", "ks", "--key-smoothing")]
    [InlineData("rn", "released", "kspd", "--key-smoothing", "--prompt-denoising")]
    [InlineData("rn", "clip", "pd", "--prompt-denoising")]
    [InlineData("rn", "clip", "attnpool", "--method", "clip")]
    public async Task Tensors_GiveMaskClipsOwn(string model, string compat, string expected, params string[] options)
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", "maskclip.safetensors"));
        var image = golden[model == "vit" ? "image" : "rn.image"];
        var input = Input(("image", image), ("text", golden[$"{model}.text"]));

        await cli.SucceedAsync([
            "tensors", "--weights", SharedData.Path("golden", $"{model}.safetensors"), "--input", input, "--output", "result.safetensors",
            "--compat", compat, .. options,
        ]);

        using var result = SafetensorsFile.Open(cli.At("result.safetensors"));
        var prefix = model == "vit" ? $"vit.{compat}" : "rn";
        Assert.Equal(golden[$"{prefix}.{expected}"].Shape, result["logits"].Shape);
        Close.Within(expected.StartsWith('k') ? 1e-3 : 1e-4, golden[$"{prefix}.{expected}"].ToArray(), result["logits"].ToArray());
        if (model == "vit")
        {
            Assert.Equal(["features", "features_raw", "key", "logits"], result.Tensors.Keys.Order());
            Close.Within(2e-4, golden[$"{prefix}.features"].ToArray(), result["features"].ToArray());
            Assert.Equal(golden[$"{prefix}.key"].Shape, result["key"].Shape);
            Close.Within(1e-3, golden[$"{prefix}.key"].ToArray(), result["key"].ToArray());
        }
    }

    [Theory]
    [InlineData("pamr.1.1", "--pamr", "1", "--pamr-dilations", "1")]
    [InlineData("pamr.4.1-2-4", "--pamr", "4", "--pamr-dilations", "1,2,4")]
    [InlineData("pamr.10.8-16", "--pamr")]
    public async Task Tensors_MaskAndPicture_GiveNaclipsRefinement(string expected, params string[] options)
    {
        var input = SharedData.Path("golden", "pamr.safetensors");

        await cli.SucceedAsync(["tensors", "--input", input, "--output", "result.safetensors", .. options]);

        using SafetensorsFile golden = SafetensorsFile.Open(input), result = SafetensorsFile.Open(cli.At("result.safetensors"));
        Assert.Equal(["pamr"], result.Tensors.Keys);
        Assert.Equal(golden[expected].Shape, result["pamr"].Shape);
        Close.Within(1e-4, golden[expected].ToArray(), result["pamr"].ToArray());
    }

    [Theory]
    [InlineData("vit")]
    [InlineData("rn")]
    public async Task Tensors_SquareImageAndTokens_GivePlainClipToo(string model)
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", $"{model}.io.safetensors"));
        var input = Input(("image", golden["image"]), ("tokens", golden["tokens"]));

        await cli.SucceedAsync(
            "tensors", "--weights", SharedData.Path("golden", $"{model}.safetensors"), "--input", input, "--output", "result.safetensors");

        using var result = SafetensorsFile.Open(cli.At("result.safetensors"));
        Assert.Equal(["features", "features_raw", "image_features", "key", "text_features"], result.Tensors.Keys.Order());
        foreach (var name in new[] { "image_features", "text_features" })
        {
            var expected = golden[name].ToArray();
            Close.Within(2e-4 * Math.Max(1, expected.Max(Math.Abs)), expected, result[name].ToArray());
        }
    }

    [Theory]
    [InlineData("sclip", "sclip", "sclip")]
    [InlineData("sclip", "qk", "clip:positions=factor")]
    [InlineData("clearclip", "ClearCLIP.noresidual", "clearclip")]
    [InlineData("clearclip", "ClearCLIP.residual", "clearclip:residual=on,mlp=on")]
    [InlineData("clearclip", "SCLIP.noresidual", "sclip:residual=off,mlp=off")]
    [InlineData("clearclip", "SCLIP.residual", "sclip")]
    [InlineData("clearclip", "MaskCLIP.noresidual", "maskclip:residual=off,mlp=off,positions=factor")]
    [InlineData("clearclip", "MaskCLIP.residual", "maskclip:positions=factor")]
    [InlineData("clearclip", "vanilla.noresidual", "clip:residual=off,mlp=off,positions=factor")]
    [InlineData("clearclip", "vanilla.residual", "clip:positions=factor")]
    [InlineData("naclip", "naclip.reduced", "naclip:sigma=5")]
    [InlineData("naclip", "naclip.vanilla", "naclip:residual,mlp")]
    [InlineData("naclip", "nonly.reduced", "nonly")]
    [InlineData("naclip", "kk.reduced", "kk")]
    [InlineData("naclip", "kk.vanilla", "kk:residual,mlp")]
    [InlineData("scclip", "scclip", "scclip")]
    public async Task Tensors_SuccessorsMethods_GiveTheirOwn(string file, string tensor, string method)
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", $"{file}.safetensors"));
        foreach (var shape in new[] { "square", "rect", "big" }.Where(shape => golden.Tensors.ContainsKey($"{tensor}.{shape}")))
        {
            var input = Input(("image", golden[shape]));

            await cli.SucceedAsync(
                "tensors",
                "--weights",
                SharedData.Path("golden", "vit.safetensors"),
                "-i",
                input,
                "-o",
                "result.safetensors",
                "--method",
                method);

            using var result = SafetensorsFile.Open(cli.At("result.safetensors"));
            var expected = golden[$"{tensor}.{shape}"];
            Assert.Equal(expected.Shape, result["features_raw"].Shape);
            Close.Within(
                (file == "scclip" ? 1e-2 : 1e-3) * expected.ToArray().Max(MathF.Abs), expected.ToArray(), result["features_raw"].ToArray());
        }
    }

    [Fact]
    public async Task Tensors_ResNetWithFinerStride_GivesAFinerGrid()
    {
        using var golden = SafetensorsFile.Open(SharedData.Path("golden", "maskclip.safetensors"));
        var input = Input(("image", golden["rn.image"]));

        await cli.SucceedAsync(
            "tensors",
            "--weights",
            SharedData.Path("golden", "rn.safetensors"),
            "-i",
            input,
            "-o",
            "result.safetensors",
            "--output-stride",
            "8");

        using var result = SafetensorsFile.Open(cli.At("result.safetensors"));
        Assert.Equal([1, 64, 16, 20], result["features"].Shape);
    }

    [Fact]
    public async Task Tensors_WrongShapes_NameTensorAndShape()
    {
        SafetensorsWriter.Write(cli.At("in.safetensors"), [("image", [1, 3, 60, 64], new float[3 * 60 * 64])]);

        var result = await cli.RunAsync(
            "tensors", "--weights", SharedData.Path("golden", "vit.safetensors"), "-i", "in.safetensors", "-o", "result.safetensors");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("[1, 3, 60, 64]", result.Error);
        Assert.Contains("multiples of 8", result.Error);
        Assert.False(File.Exists(cli.At("result.safetensors")));
    }

    [Fact]
    public async Task Tokenize_GoldenLines_GivesCLIPsIds()
    {
        var lines = File.ReadLines(SharedData.Path("golden", "tokenizer.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToArray();
        // A line feed cannot stand inside a line; to the tokenizer it is a space.
        cli.Input = Encoding.UTF8.GetBytes(
            string.Join('\n', lines.Select(line => line.GetProperty("text").GetString()!.Replace('\n', ' '))) + "\n");

        var result = await cli.SucceedAsync("tokenize");

        var printed = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(lines.Length, printed.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            // repaired by ftfy only; see the tokenizer's parity test
            if (lines[i].GetProperty("text").GetString()!.Contains("mojibake", StringComparison.Ordinal)) continue;
            Assert.Equal(lines[i].GetProperty("tokens77").GetRawText(), printed[i]);
        }
    }

    private string Input(params (string Name, CheckpointTensor Tensor)[] tensors)
    {
        SafetensorsWriter.Write(cli.At("in.safetensors"), tensors.Select(tensor => tensor.Tensor.Type.IsInteger()
            ? new SafetensorsEntry(tensor.Name, [.. tensor.Tensor.Shape], tensor.Tensor.ToInt64Array())
            : new SafetensorsEntry(tensor.Name, [.. tensor.Tensor.Shape], tensor.Tensor.ToArray())));
        return "in.safetensors";
    }
}
