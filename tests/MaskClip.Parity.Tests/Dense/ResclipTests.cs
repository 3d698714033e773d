
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Parity.Tests.Dense.Reference;
using MaskClip.Scores;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>ResCLIP, for which there is no golden file, against its formula in plain loops on the golden weights.</summary>
public class ResclipTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private const double Sigma = 5, Gain = 2, Share = 0.4, FeedbackGain = 1.8, FeedbackShare = 0.7;

    [Theory]
    [InlineData("square")]
    [InlineData("rect")]
    public void BothLooks_AreTheirFormula(string input)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "sclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        var last = (AttentionBlock)DenseMethods.Parse("resclip");
        using var encoder = model.CreateImageEncoder(last, key: false, raw: true);
        using var second = model.CreateSecondPass(last);
        var image = golden.Require(input);
        int height = image.Shape[2], width = image.Shape[3];
        var config = (VisionTransformerConfig)model.ImageConfig;
        int rows = height / config.PatchSize, columns = width / config.PatchSize;
        int[] labels =
        [
            .. Enumerable.Range(0, rows * columns).Select(cell => cell % columns < columns / 2 ? 0 : cell / columns == 2 ? 2 : 1)
        ];
        var tower = new SlowTower(model.Checkpoint, config.Width, config.Heads, config.PatchSize, config.Layers);
        var x = tower.Embed(
            image.ToArray(),
            height,
            width,
            new PositionTable(name => model.Checkpoint.Require(name).ToArray(), config, last.Positions).For(rows, columns));
        var middle = new List<double[][][]>();
        for (int block = 1; block < tower.Layers; block++)
        {
            if (block is >= 6 and <= 9) middle.Add(tower.Attention(block, x));
            x = tower.Block(block, x);
        }

        var encoded = encoder.Encode(image.ToArray(), 1, height, width);
        var seen = second.Encode(encoded.FirstPasses[0], PatchAgreement.Table(labels, rows, columns, default), rows, columns, raw: true);

        var first = Look(tower, x, middle, rows, columns, logits => logits);
        Close.Within(1e-3 * first.Max(MathF.Abs), first, encoded.Raw);
        var agreement = SlowAgreement.Of(labels, rows, columns);
        var expected = Look(tower, x, middle, rows, columns, logits => Matrix.Create(logits.Length, logits.Length, (i, j) =>
            FeedbackGain * ((1 - FeedbackShare) * logits[i][j] + FeedbackShare * (i == 0 || j == 0 ? 0 : agreement[i - 1][j - 1]))));
        Close.Within(1e-3 * expected.Max(MathF.Abs), expected, seen);
        Assert.True(
            first.Zip(expected, (a, b) => Math.Abs(a - b)).Max() > 0.01 * first.Max(MathF.Abs),
            "The two looks should differ, else this test shows nothing.");
    }

    /// <summary><c>gain ((1 - share) softmax(f(s k kᵀ) + ω) + share · mean of blocks 6 to 9)</c>, no residual, no MLP.</summary>
    private static float[] Look(
        SlowTower tower, double[][] x, List<double[][][]> middle, int rows, int columns, Func<double[][], double[][]> change)
    {
        var keys = tower.Head(tower.Layers, x, 'k');
        var omega = Matrix.Create(1 + rows * columns, 1 + rows * columns, (i, j) => i == 0 || j == 0
            ? 0
            : Math.Exp(
                -(Math.Pow((i - 1) / columns - (j - 1) / columns, 2) + Math.Pow((i - 1) % columns - (j - 1) % columns, 2)) /
                (2 * Sigma * Sigma)));
        var attention = tower.PerHead(head =>
        {
            var own = change(keys[head].TimesTransposed(keys[head]).Map(logit => logit * tower.Scale)).Plus(omega).Softmax();
            var mean = middle.Select(maps => maps[head]).Aggregate((a, b) => a.Plus(b)).Map(weight => weight / middle.Count);
            return own.Map(weight => Gain * (1 - Share) * weight).Plus(mean, Gain * Share);
        });
        return tower.Project(tower.Out(tower.Layers, tower.Mix(attention, tower.Head(tower.Layers, x, 'v'))));
    }
}
