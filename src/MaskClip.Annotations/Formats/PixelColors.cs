namespace MaskClip.Annotations.Formats;

/// <summary>A color for every number that a mask may hold.</summary>
internal static class PixelColors
{
    /// <summary>Numbers as classes of a vocabulary in the colors of a schema's ids; 0 is black.</summary>
    /// <param name="schema">The classes.</param>
    /// <param name="max">The largest number.</param>
    public static Vocabulary Of(AnnotationSchema schema, int max) => Of(
        number => schema.IndexOf(number) is >= 0 and var index ? schema.Categories[index].Color : null, max);

    /// <summary>Numbers as classes of a vocabulary; 0 is black.</summary>
    /// <param name="colorOf">The color of a number; <see langword="null"/> for VOC's.</param>
    /// <param name="max">The largest number, up to 254.</param>
    public static Vocabulary Of(Func<int, (byte Red, byte Green, byte Blue)?> colorOf, int max)
    {
        int count = max + 1;
        var rgb = new byte[3 * count];
        for (int i = 0; i < count; i++)
        {
            var (red, green, blue) = colorOf(i) ?? Palette.Default[i];
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = (red, green, blue);
        }

        return new Vocabulary(
            [.. Enumerable.Range(0, count).Select(i => new VocabularyClass($"{i}", [$"{i}"], i == 0))], new Palette(rgb));
    }
}
