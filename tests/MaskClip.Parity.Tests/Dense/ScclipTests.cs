
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Parity.Tests.Dense.Reference;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>
/// SC-CLIP on photos that are not square, which its own code cannot take, against its formula in plain loops on the golden weights.
/// </summary>
public class ScclipTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private static readonly int[] Twelve = [9, 4, 5, 6, 7, 8, 9, 10], TwentyFour = [18, 8, 10, 12, 14, 16, 18, 20];

    [Theory]
    [InlineData("square")] // golden too: shows that the reference is right
    [InlineData("rect")]
    public void Features_AnyShape_AreTheFormula(string input) => Check(input, SharedData.Path("golden", "vit.safetensors"), Twelve);

    [Fact]
    public void Features_TwentyFourBlocks_ReadBlocksInProportion() => Check("square", DeeperTower.Write(home.Folder), TwentyFour);

    private void Check(string input, string weights, int[] blocks)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "scclip.safetensors"));
        using var model = ClipModel.Open(weights, new() { CacheFolder = home.Folder });
        var last = DenseMethods.Parse("scclip");
        using var encoder = model.CreateImageEncoder(last, key: false, raw: true);
        var image = golden.Require(input);
        int height = image.Shape[2], width = image.Shape[3];
        var config = (VisionTransformerConfig)model.ImageConfig;
        var positions = new PositionTable(name => model.Checkpoint.Require(name).ToArray(), config, last.Positions)
            .For(height / config.PatchSize, width / config.PatchSize);
        var tower = new SlowTower(model.Checkpoint, config.Width, config.Heads, config.PatchSize, config.Layers);

        var outputs = new List<double[][]> { tower.Embed(image.ToArray(), height, width, positions) };
        for (int block = 1; block < tower.Layers; block++) outputs.Add(tower.Block(block, outputs[^1]));
        var expected = tower.Project([outputs[0][0], .. Features(tower, outputs, width / 8, blocks[0], blocks[1..])]);

        Close.Within(1e-2 * expected.Max(MathF.Abs), expected, encoder.Encode(image.ToArray(), 1, height, width).Raw);
        if (blocks == Twelve && golden.Tensors.TryGetValue($"scclip.{input}", out var original))
        {
            Close.Within(1e-2 * expected.Max(MathF.Abs), original.ToArray(), expected);
        }
    }

    /// <summary>
    /// Facts, section B4: outliers by LOF, similarity of block 9 as attention, aggregation by block 4, fusion of blocks 4 to 10.
    /// </summary>
    private static double[][] Features(SlowTower tower, List<double[][]> outputs, int columns, int attended, int[] fusedBlocks)
    {
        var before = outputs[tower.Layers - 1];
        var outliers = Outliers(before[1..]);
        var middle = Cosines(Repaired(outputs[attended][1..], outliers, columns));
        double mean = middle.Average(row => row.Average());
        var attention = middle.Map(cosine => cosine < mean ? double.NegativeInfinity : 3 * (cosine - mean)).Softmax();

        var own = Attend(Aggregate(middle, Repaired(before[1..], outliers, columns)), before[0]);
        var fused = fusedBlocks.Select(block => outputs[block]).Aggregate((a, b) => a.Plus(b));
        var post = Cosines(outputs[fusedBlocks[0]][1..]);
        return Aggregate(post, own).Plus(Aggregate(post, Attend(fused[1..], fused[0])));

        double[][] Attend(double[][] patches, double[] classToken)
        {
            double[][][] keys = tower.Head(tower.Layers, patches, 'k'), values = tower.Head(tower.Layers, patches, 'v');
            var weights = tower.PerHead(head =>
                keys[head]
                    .TimesTransposed(keys[head])
                    .Map(logit => logit * tower.Scale)
                    .Softmax()
                    .Plus(attention)
                    .Map(weight => weight / 2));
            var mixed = tower.Out(tower.Layers, tower.Mix(weights, values));
            return [.. mixed.Select(row => row.Select((value, c) => value + 0.3 * classToken[c]).ToArray())];
        }
    }

    private static double[][] Cosines(double[][] x) => x.Unit().TimesTransposed(x.Unit());

    private static double[][] Aggregate(double[][] cosines, double[][] x)
    {
        double[][] weights = [.. cosines.Select(row =>
        {
            double sum = row.Where(cosine => cosine >= 0.4).Sum() + 1e-6;
            return row.Select(cosine => cosine >= 0.4 ? cosine / sum : 0).ToArray();
        })];
        return weights.Times(x);
    }

    private static bool[] Outliers(double[][] x)
    {
        var nearest = x.Select((a, i) => x.Select((b, j) => (Index: j, Distance: a.Zip(b, (p, q) => (p - q) * (p - q)).Sum()))
            .Where(pair => pair.Index != i).OrderBy(pair => pair.Distance).Take(30).ToArray()).ToArray();
        double[] factors = [.. nearest.Select(near => near.Average(pair => near[^1].Distance / nearest[pair.Index][^1].Distance))];
        double place = 0.95 * (x.Length - 1), least = factors.Order().ElementAt((int)place);
        double threshold = least + (place - (int)place) * (factors.Order().ElementAt((int)place + 1) - least);
        return [.. factors.Select(factor => factor > threshold)];
    }

    private static double[][] Repaired(double[][] x, bool[] outliers, int columns) => [.. x.Select((token, i) =>
    {
        var near = Enumerable.Range(0, x.Length).Where(j =>
            j != i && !outliers[j] && Math.Abs(j / columns - i / columns) <= 1 && Math.Abs(j % columns - i % columns) <= 1).ToArray();
        return outliers[i] && near.Length > 0 ? [.. token.Select((_, c) => near.Average(j => x[j][c]))] : token;
    })];
}
