
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Parity.Tests.Dense.Reference;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>
/// GEM and CLIP Surgery, for which there are no golden files, against their formulas in plain loops on the golden weights.
/// </summary>
public class SecondPathTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Theory]
    [InlineData("square", "gem", 1)]
    [InlineData("rect", "gem", 1)]
    [InlineData("square", "gem:iterations=2", 2)]
    public void Gem_IsItsFormula(string input, string method, int iterations) =>
        Check(input, method, (tower, block, x) => SelfSelf(tower, block, x, iterations));

    [Theory]
    [InlineData("square")]
    [InlineData("rect")]
    public void ClipSurgery_IsItsFormula(string input) =>
        Check(input, "clip-surgery", (tower, block, x) =>
        {
            var values = tower.Head(block, x, 'v');
            return tower.Mix(
                tower.PerHead(head => values[head].TimesTransposed(values[head]).Map(logit => logit * tower.Scale).Softmax()), values);
        });

    /// <summary>
    /// Per q, k and v: unit length, <c>X ← softmax(τ X Xᵀ) X</c>, unit length, <c>softmax(τ X Xᵀ) v</c>; τ is the mean length of the input
    /// times s.
    /// </summary>
    private static double[][] SelfSelf(SlowTower tower, int block, double[][] x, int iterations)
    {
        var values = tower.Head(block, x, 'v');
        double temperature = tower.Normed(block, x).Average(Matrix.Length) * tower.Scale;
        var parts = "qkv".Select(part =>
        {
            var own = tower.Head(block, x, part);
            return tower.Mix(
                tower.PerHead(head =>
                {
                    var units = own[head].Unit();
                    for (int i = 0; i < iterations; i++) units = Weights(units).Times(units).Unit();
                    return Weights(units);
                }),
                values);
        }).ToArray();
        return parts[0].Plus(parts[1]).Plus(parts[2]).Map(value => value / 3);

        double[][] Weights(double[][] units) => units.TimesTransposed(units).Map(cosine => cosine * temperature).Softmax();
    }

    private void Check(string input, string method, Func<SlowTower, int, double[][], double[][]> mixed)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "sclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        var last = DenseMethods.Parse(method);
        using var encoder = model.CreateImageEncoder(last, key: false, raw: true);
        var image = golden.Require(input);
        int height = image.Shape[2], width = image.Shape[3];
        var config = (VisionTransformerConfig)model.ImageConfig;
        var positions = new PositionTable(name => model.Checkpoint.Require(name).ToArray(), config, last.Positions)
            .For(height / config.PatchSize, width / config.PatchSize);
        var tower = new SlowTower(model.Checkpoint, config.Width, config.Heads, config.PatchSize, config.Layers);
        var x = tower.Embed(image.ToArray(), height, width, positions);

        double[][] second = [];
        for (int block = 1; block <= tower.Layers; block++)
        {
            if (block == tower.Layers - 5) second = x;
            if (block >= tower.Layers - 5) second = second.Plus(tower.Out(block, mixed(tower, block, x)));
            x = tower.Block(block, x);
        }

        var expected = tower.Project(second);
        var encoded = encoder.Encode(image.ToArray(), 1, height, width);
        Close.Within(1e-3 * expected.Max(MathF.Abs), expected, encoded.Raw);
    }
}
