
using MaskClip.Checkpoints;
using MaskClip.Edges;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>Pixel-adaptive mask refinement against NACLIP's own <c>pamr.py</c>.</summary>
public class PamrTests
{
    [Fact]
    public void Refine_EveryGoldenTensor_IsTheOriginals()
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "pamr.safetensors"));
        CheckpointTensor image = golden.Require("image"), mask = golden.Require("mask");
        int height = image.Shape[2], width = image.Shape[3];
        var planes = Pamr.Stretch(mask.ToArray(), mask.Shape[2], mask.Shape[3], height, width);
        string[] names = [.. golden.Tensors.Keys.Where(name => name.StartsWith("pamr.", StringComparison.Ordinal))];
        Assert.True(names.Length >= 3, "the golden file has fewer tensors than it had");
        foreach (var name in names)
        {
            // pamr.ITERATIONS.DILATIONS
            var parts = name.Split('.');
            int[] dilations = [.. parts[2].Split('-').Select(int.Parse)];

            var refined = Pamr.Refine(planes, image.ToArray(), height, width, int.Parse(parts[1]), dilations, default);

            Close.Within(1e-4, golden.Require(name).ToArray(), refined);
        }
    }
}
