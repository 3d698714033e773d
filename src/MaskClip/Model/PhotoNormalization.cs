using MaskClip.Imaging;

namespace MaskClip.Model;

/// <summary>How a tower wants a photo's samples: <c>(value / 255 - mean) / std</c>, channels in an order of its own.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Mean">Mean of red, green, blue, on the scale 0..1.</param>
/// <param name="Std">Deviation of red, green, blue, on the scale 0..1.</param>
/// <param name="IsBgr">Whether blue comes first.</param>
public sealed record PhotoNormalization(IReadOnlyList<float> Mean, IReadOnlyList<float> Std, bool IsBgr = false)
{
    private readonly float[] mean = [.. Mean];
    private readonly float[] std = [.. Std];

    /// <summary>Writes a whole photo, planar <c>[3, height, width]</c>.</summary>
    internal float[] Apply(RgbImage photo)
    {
        var samples = new float[3 * photo.Width * photo.Height];
        Apply(
            photo.Pixels, photo.Width, new PixelBox(0, 0, photo.Width, photo.Height), mirrored: false, photo.Width, photo.Height, samples);
        return samples;
    }

    /// <summary>
    /// Writes a window of a photo, planar <c>[3, height, width]</c>, with zeros on its right and below; see <see cref="ImageTensor"/>.
    /// </summary>
    internal void Apply(ReadOnlySpan<byte> pixels, int stride, PixelBox window, bool mirrored, int width, int height, Span<float> chw) =>
        ImageTensor.NormalizeWindow(pixels, stride, window, mirrored, width, height, mean, std, chw, IsBgr);
}
