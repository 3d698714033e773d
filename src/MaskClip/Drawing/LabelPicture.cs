using MaskClip.Imaging;

namespace MaskClip.Drawing;

/// <summary>Labels as a picture for people: in a vocabulary's colors, the background black.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class LabelPicture
{
    /// <summary>A class's color.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="index">The class's index; any color where there is none of it.</param>
    public static (byte Red, byte Green, byte Blue) ColorOf(Vocabulary vocabulary, int index)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return index < vocabulary.Classes.Count && vocabulary.Classes[index].IsBackground ? default : vocabulary.Palette[index];
    }

    /// <summary>
    /// Draws labels as PNG: with a palette up to 255 classes, in colors (which may repeat) where there are more.
    /// <see cref="Segmentation.Ignore"/> is light yellow, as in VOC's masks.
    /// </summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="labels">Class indices, row by row: <c>[height, width]</c>.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="ArgumentException">There are more or fewer labels than pixels.</exception>
    public static byte[] ToPng(int width, int height, ReadOnlySpan<ushort> labels, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (labels.Length != (long)width * height)
            throw new ArgumentException($"{width}x{height} pixels do not fit {labels.Length} labels.", nameof(labels));
        using var png = new MemoryStream();
        if (vocabulary.Classes.Count <= LabelBytes.MaxClasses)
        {
            PngWriter.WriteLabels(png, width, height, labels, MaskPalette.Of(vocabulary));
            return png.ToArray();
        }

        var pixels = new byte[3 * labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            var pixel = pixels.AsSpan(3 * i, 3);
            if (labels[i] == Segmentation.Ignore) MaskPalette.IgnoreColor.CopyTo(pixel);
            else (pixel[0], pixel[1], pixel[2]) = ColorOf(vocabulary, labels[i]);
        }

        PngWriter.Write(png, width, height, pixels);
        return png.ToArray();
    }
}
