namespace MaskClip.Imaging;

/// <summary>Shows a segmentation as colours over its photo, with a legend beside it.</summary>
internal static class Overlay
{
    /// <summary>Draws a result over its photo.</summary>
    /// <param name="photo">The photo, of the result's size.</param>
    /// <param name="result">The result. Background classes and ignored pixels stay uncoloured.</param>
    /// <param name="opacity">How much the colours cover the photo, 0..1.</param>
    /// <param name="legend">Whether names and shares are written under or right of the photo.</param>
    public static RgbImage Draw(RgbImage photo, Segmentation result, double opacity = 0.5, bool legend = true)
    {
        if (opacity is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(opacity), opacity, "The opacity must be 0 (only the photo) to 1 (only colours).");
        }

        if ((photo.Width, photo.Height) != (result.Width, result.Height))
        {
            var fault = $"The photo is {photo.Width}x{photo.Height}, but the result is of a {result.Width}x{result.Height} photo.";
            throw new ArgumentException(fault, nameof(photo));
        }

        var pixels = Blend(photo.Data, result, (int)Math.Round(256 * opacity));
        Outline(pixels, result);
        var coloured = new RgbImage(photo.Width, photo.Height, pixels);
        return legend ? Legend.Attach(coloured, result) : coloured;
    }

    private static bool IsColoured(Segmentation result, int label) =>
        label != Segmentation.Ignore && label < result.Vocabulary.Classes.Count && !result.Vocabulary.Classes[label].IsBackground;

    private static byte[] Blend(byte[] photo, Segmentation result, int opacity)
    {
        Span<int> keep = stackalloc int[256], add = stackalloc int[768];
        for (int label = 0; label < 256; label++)
        {
            bool coloured = IsColoured(result, label);
            var (red, green, blue) = result.Vocabulary.Palette[label];
            keep[label] = coloured ? 256 - opacity : 256;
            ReadOnlySpan<byte> colour = coloured ? [red, green, blue] : [0, 0, 0];
            for (int c = 0; c < 3; c++) add[3 * label + c] = colour[c] * opacity + 128;
        }

        var pixels = GC.AllocateUninitializedArray<byte>(photo.Length);
        int at = 0;
        foreach (int label in result.Labels)
        {
            int kept = keep[label];
            pixels[at] = (byte)((photo[at] * kept + add[3 * label]) >> 8);
            pixels[at + 1] = (byte)((photo[at + 1] * kept + add[3 * label + 1]) >> 8);
            pixels[at + 2] = (byte)((photo[at + 2] * kept + add[3 * label + 2]) >> 8);
            at += 3;
        }

        return pixels;
    }

    /// <summary>Darkens pixels whose right or lower neighbour is of another class; the line grows with the photo to stay visible.</summary>
    private static void Outline(byte[] pixels, Segmentation result)
    {
        Span<bool> coloured = stackalloc bool[256];
        for (int label = 0; label < 256; label++) coloured[label] = IsColoured(result, label);

        int thickness = Math.Max(1, Math.Min(result.Width, result.Height) / 500);
        var labels = result.Labels;
        for (int y = 0; y < result.Height; y++)
        {
            var row = labels.Slice(y * result.Width, result.Width);
            var below = labels.Slice(Math.Min(y + thickness, result.Height - 1) * result.Width, result.Width);
            for (int x = 0; x < row.Length; x++)
            {
                int label = row[x], right = row[Math.Min(x + thickness, row.Length - 1)], lower = below[x];
                if (label == right && label == lower) continue;
                if (coloured[label] || coloured[right] || coloured[lower]) Darken(pixels.AsSpan(3 * (y * row.Length + x), 3));
            }
        }
    }

    private static void Darken(Span<byte> pixel)
    {
        foreach (ref byte value in pixel) value = (byte)(value * 3 / 8);
    }
}
