namespace MaskClip.Imaging;

/// <summary>Refuses pictures by their header, before memory is spent on them.</summary>
internal static class ImageLimits
{
    /// <summary>What one array of decoded pixels can hold (4 bytes a pixel).</summary>
    public const long HardLimit = 500_000_000;

    /// <summary>Throws when a picture of this size is not accepted.</summary>
    public static void Check(string name, long width, long height, long maxPixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPixels);
        if (width <= 0 || height <= 0) throw new ImageFormatException(name, $"The image is {width}x{height}: its header is corrupted.");
        if (width * height <= Math.Min(maxPixels, HardLimit)) return;

        var size = $"The image is {width}x{height} ({Megapixels(width * height)} megapixels); at most ";
        throw new ImageFormatException(name, maxPixels < HardLimit
            ? $"{size}{Megapixels(maxPixels)} are accepted; give a higher limit of pixels."
            : $"{size}{Megapixels(HardLimit)} can be read; cut it into tiles first.");
    }

    private static string Megapixels(long pixels) => (pixels / 1e6).ToString(pixels < 1_000_000 ? "0.######" : "0.#");
}
