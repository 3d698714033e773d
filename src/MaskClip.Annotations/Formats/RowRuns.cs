using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>CVAT's run lengths: row by row within the mask's box, pixels outside first.</summary>
internal static class RowRuns
{
    /// <summary>Run lengths of a mask; they end with its last pixel.</summary>
    public static List<int> From(RegionMask mask)
    {
        var (left, top, width, height) = mask.Box;
        List<int> counts = [];
        int at = 0;
        foreach (var run in mask.Runs)
        {
            int start = (run.Y - top) * width + run.X - left;
            if (start == at && counts.Count > 0) counts[^1] += run.Length;
            else
            {
                counts.Add(start - at);
                counts.Add(run.Length);
            }

            at = start + run.Length;
        }

        if (at < width * height) counts.Add(width * height - at);
        return counts;
    }

    /// <summary>The mask of run lengths.</summary>
    public static RegionMask ToMask(int photoWidth, int photoHeight, int left, int top, int width, int height, ReadOnlySpan<int> counts)
    {
        if (width < 1 || height < 1 || (long)width * height > (long)photoWidth * photoHeight)
            throw new FormatException($"The mask is {width}x{height} pixels of a photo of {photoWidth}x{photoHeight}.");
        var pixels = new byte[width * height];
        int at = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0 || counts[i] > pixels.Length - at)
                throw new FormatException($"Run {i} is {counts[i]} after {at} pixels; the mask has {pixels.Length}.");
            if (i % 2 == 1) pixels.AsSpan(at, counts[i]).Fill(1);
            at += counts[i];
        }

        if (at != pixels.Length) throw new FormatException($"The runs are {at} pixels together; {pixels.Length} are needed.");
        return RegionMask.From(photoWidth, photoHeight, left, top, width, height, pixels);
    }
}
