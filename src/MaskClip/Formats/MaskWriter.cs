using MaskClip.Imaging;

namespace MaskClip.Formats;

/// <summary>STEM.mask.png: the labels, as <see cref="LabelMask"/> writes them. Evaluation tools read them as they are.</summary>
internal sealed class MaskWriter : ISegmentationWriter
{
    public string Name => "mask";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.mask.png");
        LabelMask.Save(result, path);
        return [path];
    }

    /// <summary>
    /// Labels as a picture for people: in a vocabulary's colors, which may repeat where there are more than 255 classes.
    /// </summary>
    public static byte[] ToPicture(int width, int height, ReadOnlySpan<ushort> labels, Vocabulary vocabulary)
    {
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
            else if (!vocabulary.Classes[labels[i]].IsBackground) (pixel[0], pixel[1], pixel[2]) = vocabulary.Palette[labels[i]];
        }

        PngWriter.Write(png, width, height, pixels);
        return png.ToArray();
    }
}
