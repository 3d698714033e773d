using MaskClip.Checkpoints;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Dense.Reference;

/// <summary>The reference itself against CLIP's own output, so that what is compared with it is compared with CLIP.</summary>
public class SlowTowerTests
{
    [Fact]
    public void AllBlocks_GoldenPhoto_GiveClipsFeatures()
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "sclip.safetensors"));
        using var weights = Checkpoint.Open(SharedData.Path("golden", "vit.safetensors"));
        var tower = new SlowTower(weights, width: 128, heads: 2, patch: 8, layers: 12);

        var x = tower.Embed(golden.Require("square").ToArray(), 64, 64, weights.Require("visual.positional_embedding").ToArray());
        for (int block = 1; block <= tower.Layers; block++) x = tower.Block(block, x);

        var expected = golden.Require("qk.square").ToArray();
        Close.Within(1e-3 * expected.Max(MathF.Abs), expected, tower.Project(x));
    }
}
