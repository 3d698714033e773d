using MaskClip.Imaging;

namespace MaskClip.Formats;

/// <summary>STEM.overlay.png: the photo with coloured classes and a legend.</summary>
internal sealed class OverlayWriter(double opacity = 0.5, bool legend = true) : ISegmentationWriter
{
    public string Name => "overlay";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.overlay.png");
        using var picture = Overlay.Paint(photo, result, opacity, legend);
        picture.SavePng(path);
        return [path];
    }
}
