namespace MaskClip.Imaging;

/// <summary>Pictures as network input.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class ImageTensor
{
    /// <summary>Writes <c>(value / 255 - mean) / std</c>, planar <c>[3, height, width]</c>.</summary>
    /// <remarks>In the order of torchvision's ToTensor and Normalize, so that the floats are the same.</remarks>
    /// <param name="image">The picture.</param>
    /// <param name="mean">Mean of red, green, blue, on the scale 0..1.</param>
    /// <param name="std">Standard deviation of red, green, blue, on the scale 0..1.</param>
    /// <param name="chw">Takes the <c>3 * height * width</c> values.</param>
    public static void Normalize(RgbImage image, ReadOnlySpan<float> mean, ReadOnlySpan<float> std, Span<float> chw) =>
        NormalizeWindow(image, new PixelBox(0, 0, image.Width, image.Height), mirrored: false, image.Width, image.Height, mean, std, chw);

    /// <summary>The same for a window of a picture, with zeros (in normalized values) on its right and below.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="window">A box inside it; where <paramref name="mirrored"/> is set, inside the mirrored picture.</param>
    /// <param name="mirrored">Whether the picture is read from right to left.</param>
    /// <param name="width">Columns to write, at least the window's.</param>
    /// <param name="height">Rows to write, at least the window's.</param>
    /// <param name="mean">Mean of red, green, blue, on the scale 0..1.</param>
    /// <param name="std">Standard deviation of red, green, blue, on the scale 0..1.</param>
    /// <param name="chw">Takes the <c>3 * height * width</c> values.</param>
    internal static void NormalizeWindow(
        RgbImage image,
        PixelBox window,
        bool mirrored,
        int width,
        int height,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> std,
        Span<float> chw) =>
        NormalizeWindow(image.Pixels, image.Width, window, mirrored, width, height, mean, std, chw);

    /// <summary>
    /// The same for a picture's pixels: red, green, blue, rows of <paramref name="stride"/> pixels; blue first where <paramref name="bgr"/>
    /// is set.
    /// </summary>
    /// <inheritdoc cref="NormalizeWindow(RgbImage, PixelBox, bool, int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float})"/>
    internal static void NormalizeWindow(
        ReadOnlySpan<byte> pixels,
        int stride,
        PixelBox window,
        bool mirrored,
        int width,
        int height,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> std,
        Span<float> chw,
        bool bgr = false)
    {
        int plane = width * height;
        if (mean.Length != 3 || std.Length != 3)
            throw new ArgumentException("Mean and standard deviation need 3 values each.", nameof(mean));
        if (chw.Length != 3 * plane)
            throw new ArgumentException($"{3 * plane} values are needed; there is room for {chw.Length}.", nameof(chw));

        // A byte has 256 values: three tables replace two divisions a sample and give the same floats.
        Span<float> red = stackalloc float[256], green = stackalloc float[256], blue = stackalloc float[256];
        Fill(red, mean[0], std[0]);
        Fill(green, mean[1], std[1]);
        Fill(blue, mean[2], std[2]);

        if (window.Width < width || window.Height < height) chw.Clear();
        int first = mirrored ? stride - 1 - window.X : window.X, step = mirrored ? -3 : 3;
        for (int y = 0; y < window.Height; y++)
        {
            Span<float> front = chw.Slice(y * width, window.Width), greens = chw.Slice(plane + y * width, window.Width), back = chw.Slice(
                2 * plane + y * width, window.Width);
            Span<float> reds = bgr ? back : front, blues = bgr ? front : back;
            int at = 3 * ((window.Y + y) * stride + first);
            for (int i = 0; i < reds.Length; i++, at += step)
            {
                reds[i] = red[pixels[at]];
                greens[i] = green[pixels[at + 1]];
                blues[i] = blue[pixels[at + 2]];
            }
        }
    }

    private static void Fill(Span<float> table, float mean, float std)
    {
        for (int i = 0; i < table.Length; i++) table[i] = (i / 255f - mean) / std;
    }
}
