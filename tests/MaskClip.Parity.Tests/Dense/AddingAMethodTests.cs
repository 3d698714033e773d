using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Parity.Tests.Dense.Reference;
using MaskClip.Testing;
using MyProgram;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>
/// The example of docs/adding-a-method.md: it computes what its paper says. That the page shows it as it is, the outsider's tests say.
/// </summary>
public class AddingAMethodTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Fact]
    public void Example_ComputesItsPapersFormula()
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "sclip.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(ItaclipAttentionMethod.Method.Block, key: true, raw: true);
        var image = golden.Require("square").ToArray();
        var tower = new SlowTower(model.Checkpoint, width: 128, heads: 2, patch: 8, layers: 12);

        var x = tower.Embed(image, 64, 64, model.Checkpoint.Require("visual.positional_embedding").ToArray());
        var middle = new List<double[][][]>();
        for (int block = 1; block < tower.Layers; block++)
        {
            if (block is 7 or 8 or 10) middle.Add(Correlative(tower, block, x));
            x = tower.Block(block, x);
        }

        var own = Correlative(tower, tower.Layers, x);
        var attention = tower.PerHead(head =>
            own[head].Plus(middle[0][head].Plus(middle[1][head]).Plus(middle[2][head]), 1.0 / 3).Map(weight => weight / 2));
        var expected = tower.Project(x.Plus(tower.Out(tower.Layers, tower.Mix(attention, tower.Head(tower.Layers, x, 'v')))));
        Close.Within(1e-3 * expected.Max(MathF.Abs), expected, encoder.Encode(image, 1, 64, 64).Raw);
    }

    private static double[][][] Correlative(SlowTower tower, int block, double[][] x)
    {
        double[][][] q = tower.Head(block, x, 'q'), k = tower.Head(block, x, 'k');
        return tower.PerHead(head => Self(q[head]).Plus(Self(k[head])));

        double[][] Self(double[][] part) => part.TimesTransposed(part).Map(logit => logit * tower.Scale).Softmax();
    }
}
