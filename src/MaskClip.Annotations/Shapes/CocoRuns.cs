using System.Text;

namespace MaskClip.Annotations.Shapes;

/// <summary>
/// COCO's run lengths: pixels counted down the columns, first those outside, then inside, and so on; and their compressed text.
/// </summary>
/// <remarks>The rules of <c>maskApi</c> in cocodataset/cocoapi.</remarks>
public static class CocoRuns
{
    /// <summary>Run lengths of a mask; they begin with pixels outside, of which there may be 0, and end with the photo.</summary>
    /// <param name="mask">The mask.</param>
    public static int[] From(RegionMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        List<int> counts = [];
        long at = 0, all = (long)mask.Width * mask.Height;
        foreach (var (start, end) in ColumnRuns.Of(mask))
        {
            counts.Add((int)(start - at));
            counts.Add((int)(end - start));
            at = end;
        }

        if (at < all || counts.Count == 0) counts.Add((int)(all - at));
        return [.. counts];
    }

    /// <summary>The mask of run lengths.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="counts">Run lengths, those outside first; together they are the photo's pixels.</param>
    /// <exception cref="ArgumentException">A run is negative, or together they are more or fewer than the photo's pixels.</exception>
    public static RegionMask ToMask(int width, int height, ReadOnlySpan<int> counts)
    {
        List<(long Start, long End)> runs = [];
        long at = 0, all = (long)width * height;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0 || at + counts[i] > all) throw Refused($"run {i} is {counts[i]} after {at} pixels");
            if (i % 2 == 1) runs.Add((at, at + counts[i]));
            at += counts[i];
        }

        if (at != all) throw Refused($"they are {at} pixels together");
        return ColumnRuns.ToMask(width, height, runs);

        ArgumentException Refused(string error) => new(
            $"The run lengths do not fit a photo of {width}x{height} pixels: {error}; {all} are needed.", nameof(counts));
    }

    /// <summary>
    /// Run lengths as text: from the fourth on the difference to the one two before, five bits a character from <c>0</c> on.
    /// </summary>
    /// <param name="counts">Run lengths.</param>
    public static string Encode(ReadOnlySpan<int> counts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < counts.Length; i++)
        {
            long rest = i > 2 ? (long)counts[i] - counts[i - 2] : counts[i];
            bool more;
            do
            {
                int bits = (int)(rest & 0x1f);
                rest >>= 5;
                more = (bits & 0x10) != 0 ? rest != -1 : rest != 0;
                text.Append((char)((more ? bits | 0x20 : bits) + '0'));
            }
            while (more);
        }

        return text.ToString();
    }

    /// <summary>The run lengths of such a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">It has another character, ends within a number, or a number does not fit 32 bits.</exception>
    public static int[] Decode(ReadOnlySpan<char> text)
    {
        List<int> counts = [];
        long number = 0;
        int shift = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int bits = text[i] - '0';
            if (bits is < 0 or > 0x3f)
                throw new ArgumentException($"Character {i} of the run lengths is U+{(int)text[i]:X4}; '0' to 'o' are allowed.");
            number |= (long)(bits & 0x1f) << shift;
            shift += 5;
            if ((bits & 0x20) == 0)
            {
                if ((bits & 0x10) != 0) number |= -1L << shift;
                if (counts.Count > 2) number += counts[^2];
                if (number is < 0 or > int.MaxValue) throw Refused(i);
                counts.Add((int)number);
                (number, shift) = (0, 0);
            }
            else if (shift > 35)
            {
                throw Refused(i);
            }
        }

        if (shift > 0) throw new ArgumentException("The run lengths end within a number; the text was cut off.");
        return [.. counts];

        static ArgumentException Refused(int at) => new($"The run length that ends with character {at} is not within 0..{int.MaxValue}.");
    }
}
