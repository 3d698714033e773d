namespace MaskClip.Dense;

/// <summary>Counts each class's pixels, sums their confidence and keeps the box around them.</summary>
internal sealed class RegionTally(int classes)
{
    private readonly long[] area = new long[classes];
    private readonly double[] confidence = new double[classes];
    private readonly (int Left, int Top, int Right, int Bottom)[] boxes = new (int, int, int, int)[classes];

    /// <summary>Adds a run of pixels of one row.</summary>
    public void Add(int label, int y, int from, int to, double confidenceSum)
    {
        boxes[label] = area[label] == 0
            ? (from, y, to, y + 1)
            : (Math.Min(boxes[label].Left, from), boxes[label].Top, Math.Max(boxes[label].Right, to), y + 1);
        area[label] += to - from;
        confidence[label] += confidenceSum;
    }

    /// <summary>The classes that have pixels, largest first.</summary>
    public IReadOnlyList<ClassRegion> Regions(Vocabulary vocabulary, long pixels) =>
        [.. Enumerable.Range(0, area.Length)
            .Where(c => area[c] > 0)
            .OrderByDescending(c => area[c])
            .Select(c => new ClassRegion(
                c,
                vocabulary.Classes[c].Name,
                (float)Math.Clamp(confidence[c] / area[c], 0, 1),
                area[c],
                (double)area[c] / pixels,
                new PixelBox(boxes[c].Left, boxes[c].Top, boxes[c].Right - boxes[c].Left, boxes[c].Bottom - boxes[c].Top)))];
}
