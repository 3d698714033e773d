using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>
/// STEM.mask.png: a palette PNG whose values are the class indices, 255 for ignored pixels; with more than 255 classes a grey PNG of 16 bits, 65535 for
/// ignored pixels. Evaluation tools read both as they are.
/// </summary>
internal sealed class MaskWriter : ISegmentationWriter
{
    // VOC draws "void" in this colour; index 255 of its colour map.
    private static ReadOnlySpan<byte> IgnoreColor => [224, 224, 192];

    public string Name => "mask";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.mask.png");
        AtomicFile.Write(path, stream => WriteTo(stream, result), buffer: 0);
        return [path];
    }

    /// <summary>Writes the mask to a stream, which is left open.</summary>
    public static void WriteTo(Stream stream, Segmentation result)
    {
        var palette = result.Vocabulary.Classes.Count <= LabelBytes.MaxClasses ? Colors(result.Vocabulary) : [];
        PngWriter.WriteLabels(stream, result.Width, result.Height, result.Labels, palette);
    }

    /// <summary>Labels as a picture for people: in a vocabulary's colours, which may repeat where there are more than 255 classes.</summary>
    public static byte[] ToPicture(int width, int height, ReadOnlySpan<ushort> labels, Vocabulary vocabulary)
    {
        using var png = new MemoryStream();
        if (vocabulary.Classes.Count <= LabelBytes.MaxClasses)
        {
            PngWriter.WriteLabels(png, width, height, labels, Colors(vocabulary));
            return png.ToArray();
        }

        var pixels = new byte[3 * labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            var pixel = pixels.AsSpan(3 * i, 3);
            if (labels[i] == Segmentation.Ignore) IgnoreColor.CopyTo(pixel);
            else if (!vocabulary.Classes[labels[i]].IsBackground) (pixel[0], pixel[1], pixel[2]) = vocabulary.Palette[labels[i]];
        }

        PngWriter.Write(png, width, height, pixels);
        return png.ToArray();
    }

    /// <summary>A vocabulary's colours as a palette of 256; the background black, 255 in VOC's colour for "void".</summary>
    public static byte[] Colors(Vocabulary vocabulary)
    {
        var colors = new byte[768];
        for (int index = 0; index < LabelBytes.Ignore; index++)
        {
            bool isBlack = index < vocabulary.Classes.Count && vocabulary.Classes[index].IsBackground;
            var (red, green, blue) = isBlack ? default : vocabulary.Palette[index];
            (colors[3 * index], colors[3 * index + 1], colors[3 * index + 2]) = (red, green, blue);
        }

        IgnoreColor.CopyTo(colors.AsSpan(3 * LabelBytes.Ignore));
        return colors;
    }
}
