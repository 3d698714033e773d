using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>STEM.mask.png: a palette PNG whose values are the class indices, 255 for ignored pixels. Evaluation tools read it as it is.</summary>
internal sealed class MaskWriter : ISegmentationWriter
{
    // VOC draws "void" in this colour; index 255 of its colour map.
    private static ReadOnlySpan<byte> IgnoreColour => [224, 224, 192];

    public string Name => "mask";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.mask.png");
        var mask = new IndexedImage(result.Width, result.Height, result.Data, Colours(result.Vocabulary));
        AtomicFile.Write(path, stream => IndexedPng.Write(mask, stream), buffer: 0);
        return [path];
    }

    /// <summary>A vocabulary's colours as a palette of 256; the background black, 255 in VOC's colour for "void".</summary>
    public static byte[] Colours(Vocabulary vocabulary)
    {
        var colours = new byte[768];
        for (int index = 0; index < Segmentation.Ignore; index++)
        {
            bool isBlack = index < vocabulary.Classes.Count && vocabulary.Classes[index].IsBackground;
            var (red, green, blue) = isBlack ? default : vocabulary.Palette[index];
            (colours[3 * index], colours[3 * index + 1], colours[3 * index + 2]) = (red, green, blue);
        }

        IgnoreColour.CopyTo(colours.AsSpan(3 * Segmentation.Ignore));
        return colours;
    }
}
