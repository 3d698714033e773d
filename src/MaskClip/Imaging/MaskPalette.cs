namespace MaskClip.Imaging;

/// <summary>The colors that masks of 8 bits carry.</summary>
internal static class MaskPalette
{
    /// <summary>What ignored pixels are drawn in: VOC's color for "void", index 255 of its color map.</summary>
    public static ReadOnlySpan<byte> IgnoreColor => [224, 224, 192];

    /// <summary>A vocabulary's colors as a palette of 256; the background black, 255 in <see cref="IgnoreColor"/>.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="first">The number of class 0; those before it are black.</param>
    public static byte[] Of(Vocabulary vocabulary, int first = 0)
    {
        var colors = new byte[768];
        for (int value = first; value < LabelBytes.Ignore; value++)
        {
            int index = value - first;
            bool isBlack = index < vocabulary.Classes.Count && vocabulary.Classes[index].IsBackground;
            var (red, green, blue) = isBlack ? default : vocabulary.Palette[index];
            (colors[3 * value], colors[3 * value + 1], colors[3 * value + 2]) = (red, green, blue);
        }

        IgnoreColor.CopyTo(colors.AsSpan(3 * LabelBytes.Ignore));
        return colors;
    }
}
