namespace MaskClip.Annotations.Formats;

/// <summary>Sizes that files claim.</summary>
internal static class PhotoSize
{
    /// <summary>Refuses sizes that no photo has.</summary>
    public static (int Width, int Height) Check(int width, int height) =>
        width >= 1 && height >= 1 && (long)width * height <= RgbImage.DefaultMaxPixels
        ? (width, height)
        : throw new FormatException(
            $"A photo of {width}x{height} pixels; 1x1 to {RgbImage.DefaultMaxPixels / 1_000_000} megapixels are allowed.");
}
