namespace MaskClip.Formats;

/// <summary>STEM.overlay.png: the photo with colored classes and a legend.</summary>
internal sealed class OverlayWriter(OverlayOptions? options = null) : ISegmentationWriter
{
    public string Name => "overlay";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.overlay.png");
        using var picture = Overlay.Rent(photo, result, options);
        picture.SavePng(path);
        return [path];
    }
}
