
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Parity.Tests.Dense.Reference;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>CLIP Surgery's ResNet form against its formula in plain loops, from the golden map of the last stage.</summary>
public class ClipSurgeryResNetTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Fact]
    public void Pooling_GoldenMap_IsItsFormula()
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "maskclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });
        var last = DenseMethods.Parse("clip-surgery");
        using var encoder = model.CreateImageEncoder(last, key: false, raw: true);
        var image = golden.Require("rn.image");
        var map = golden.Require("rn.map");
        int channels = map.Shape[1], rows = map.Shape[2], columns = map.Shape[3], heads = model.ImageConfig.Heads, size = channels / heads;
        var numbers = map.ToArray();
        var positions = new PositionTable(name => model.Checkpoint.Require(name).ToArray(), model.ImageConfig, PositionResize.Bilinear)
            .For(rows, columns);

        var encoded = encoder.Encode(image.ToArray(), 1, image.Shape[2], image.Shape[3]);

        var cells = Matrix.Create(rows * columns, channels, (cell, c) => numbers[c * rows * columns + cell]);
        double[][] tokens = [[.. Enumerable.Range(0, channels).Select(c => cells.Average(cell => cell[c]))], .. cells];
        var values = Linear(
            model.Checkpoint, "v_proj", Matrix.Create(tokens.Length, channels, (i, c) => tokens[i][c] + positions[i * channels + c]));
        var mixed = Enumerable.Range(0, heads).Select(head =>
        {
            double[][] own = [.. values.Select(token => token[(head * size)..((head + 1) * size)])];
            double[][] units = [.. own.Select(row => row.Select(value => value / (Matrix.Length(row) + 1e-6)).ToArray())];
            return units.TimesTransposed(units).Map(cosine => cosine * 8 / Math.Sqrt(size)).Softmax().Times(own);
        }).ToArray();
        var joined = Matrix.Create(tokens.Length, channels, (i, c) => mixed[c / size][i][c % size]);
        float[] expected = [.. Linear(model.Checkpoint, "c_proj", joined).Skip(1).SelectMany(token => token.Select(value => (float)value))];
        Close.Within(1e-3 * expected.Max(MathF.Abs), expected, encoded.Raw);
    }

    private static double[][] Linear(Checkpoint checkpoint, string name, double[][] x)
    {
        float[] weight = checkpoint.Require($"visual.attnpool.{name}.weight")
            .ToArray(), bias = checkpoint.Require($"visual.attnpool.{name}.bias").ToArray();
        int input = x[0].Length;
        return Matrix.Create(
            x.Length, bias.Length, (i, c) => bias[c] + Enumerable.Range(0, input).Sum(k => (double)weight[c * input + k] * x[i][k]));
    }
}
