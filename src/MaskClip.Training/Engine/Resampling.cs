using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Engine;

/// <summary>Maps at another size.</summary>
internal static class Resampling
{
    /// <summary>Bilinear, with half-pixel centers (PyTorch's <c>align_corners=False</c>).</summary>
    /// <param name="maps"><c>[n, c, h, w]</c>.</param>
    /// <param name="height">New height.</param>
    /// <param name="width">New width.</param>
    public static Tensor Bilinear(Tensor maps, long height, long width) =>
        functional.interpolate(maps, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: false);
}
