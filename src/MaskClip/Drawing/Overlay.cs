using System.Runtime.Intrinsics;
using MaskClip.Drawing;
using MaskClip.Imaging;

namespace MaskClip;

/// <summary>
/// Shows a segmentation as colors over its photo, with a legend beside it: the picture that the format <c>overlay</c> writes.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class Overlay
{
    /// <summary>Paints a result over its photo.</summary>
    /// <remarks>
    /// Colors are those of the result's <see cref="Vocabulary.Palette"/>. Background classes and ignored pixels stay uncolored.
    /// </remarks>
    /// <param name="photo">The photo, of the result's size.</param>
    /// <param name="result">The result.</param>
    /// <param name="options">How it is painted; <see langword="null"/> for the defaults.</param>
    /// <returns>A new picture: of the photo's size, and with a legend larger, the photo at its upper left.</returns>
    /// <exception cref="ArgumentException">The photo has another size than the result.</exception>
    /// <exception cref="OptionsException">An option is out of range; the message names its value and the range.</exception>
    public static RgbImage Paint(RgbImage photo, Segmentation result, OverlayOptions? options = null)
    {
        using var picture = Rent(photo, result, options);
        return picture.Copy();
    }

    /// <summary>The same in rented memory.</summary>
    /// <inheritdoc cref="Paint"/>
    internal static RentedImage Rent(RgbImage photo, Segmentation result, OverlayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(result);
        // A copy: what is checked is what is painted.
        options = options is null ? new OverlayOptions() : options with { };
        options.Validate();
        result.CheckPhoto(photo);

        var picture = options.Legend
            ? Legend.Beside(photo.Width, photo.Height, result, Blended(photo, result, (int)Math.Round(256 * options.Opacity)))
            : RentedImage.Take(photo.Width, photo.Height);
        Blend(photo, result, (int)Math.Round(256 * options.Opacity), picture);
        if (options.Contours) Outline(picture, result);
        return picture;
    }

    private static bool IsColored(Segmentation result, int label) =>
        label != Segmentation.Ignore && label < result.Vocabulary.Classes.Count && !result.Vocabulary.Classes[label].IsBackground;

    /// <summary>Classes' colors as the legend shows them: over the mean of what they cover, as they look in the picture.</summary>
    private static Palette Blended(RgbImage photo, Segmentation result, int opacity)
    {
        const int Step = 5; // a sample of pixels tells a mean
        int classes = result.Vocabulary.Classes.Count;
        var sums = new long[4 * classes];
        for (int at = 0; at < result.Labels.Length; at += Step)
        {
            int label = result.Labels[at];
            if (label >= classes) continue;
            for (int channel = 0; channel < 3; channel++) sums[4 * label + channel] += photo.Pixels[3 * at + channel];
            sums[4 * label + 3]++;
        }

        var colors = new byte[3 * classes];
        for (int label = 0; label < classes; label++)
        {
            var (red, green, blue) = result.Vocabulary.Palette[label];
            byte[] own = [red, green, blue];
            long count = sums[4 * label + 3];
            for (int channel = 0; channel < 3; channel++)
            {
                long below = count == 0 ? own[channel] : (sums[4 * label + channel] + count / 2) / count;
                colors[3 * label + channel] = (byte)((below * (256 - opacity) + own[channel] * opacity + 128) >> 8);
            }
        }

        return new Palette(colors);
    }

    private static void Blend(RgbImage photo, Segmentation result, int opacity, RentedImage picture)
    {
        var tints = new Tint?[result.Vocabulary.Classes.Count];
        int width = photo.Width;
        for (int y = 0; y < photo.Height; y++)
        {
            var labels = result.Labels.Slice(y * width, width);
            var from = photo.Pixels.Slice(3 * y * width, 3 * width);
            var to = picture.Pixels.Slice(3 * y * picture.Width, 3 * width);
            for (int x = 0, end; x < width; x = end)
            {
                int label = labels[x], other = labels[x..].IndexOfAnyExcept(labels[x]);
                end = other < 0 ? width : x + other;
                var run = from[(3 * x)..(3 * end)];
                var painted = to[(3 * x)..(3 * end)];
                if (IsColored(result, label)) (tints[label] ??= new Tint(result.Vocabulary.Palette[label], opacity)).Apply(run, painted);
                else run.CopyTo(painted);
            }
        }
    }

    /// <summary>Darkens pixels whose right or lower neighbor is of another class; the line grows with the photo to stay visible.</summary>
    private static void Outline(RentedImage picture, Segmentation result)
    {
        // What is ignored comes behind the classes.
        int classes = result.Vocabulary.Classes.Count;
        bool[] colored = [.. Enumerable.Range(0, classes + 1).Select(label => IsColored(result, label))];

        int thickness = Math.Max(1, Math.Min(result.Width, result.Height) / 500), width = result.Width;
        var labels = result.Labels;
        for (int y = 0; y < result.Height; y++)
        {
            var row = labels.Slice(y * width, width);
            var below = labels.Slice(Math.Min(y + thickness, result.Height - 1) * width, width);
            for (int x = 0; x < width; x++)
            {
                // Most pixels lie inside their class: sixteen at a time.
                while (x + 16 + thickness <= width && Alike(row[x..], row[(x + thickness)..], below[x..])) x += 16;
                if (x >= width) break;
                int label = row[x], right = row[Math.Min(x + thickness, width - 1)], lower = below[x];
                if (label == right && label == lower) continue;
                bool any = colored[Math.Min(label, classes)] || colored[Math.Min(right, classes)] || colored[Math.Min(lower, classes)];
                if (any) Darken(picture.Pixels.Slice(3 * (y * picture.Width + x), 3));
            }
        }
    }

    private static bool Alike(ReadOnlySpan<ushort> labels, ReadOnlySpan<ushort> right, ReadOnlySpan<ushort> lower)
    {
        var own = Vector256.Create(labels);
        return own == Vector256.Create(right) && own == Vector256.Create(lower);
    }

    private static void Darken(Span<byte> pixel)
    {
        foreach (ref byte value in pixel) value = (byte)(value * 3 / 8);
    }
}
