namespace MaskClip.Formats;

/// <summary>STEM.overlay.png: the photo with colored classes and a legend.</summary>
/// <remarks>Safe to use from several threads.</remarks>
/// <param name="options">How it is painted; <see langword="null"/> for the defaults.</param>
public sealed class OverlayWriter(OverlayOptions? options = null) : ISegmentationWriter
{
    /// <inheritdoc/>
    public string Name => "overlay";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.overlay.png");
        using var picture = Overlay.Rent(photo, result, options);
        picture.SavePng(path);
        return [path];
    }
}
