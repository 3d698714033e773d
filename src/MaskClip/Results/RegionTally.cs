namespace MaskClip.Results;

/// <summary>Counts each class's pixels, sums their confidence and keeps the box around them.</summary>
internal sealed class RegionTally(int classes)
{
    private readonly long[] area = new long[classes];
    private readonly double[] confidence = new double[classes];
    private readonly (int Left, int Top, int Right, int Bottom)[] boxes = new (int, int, int, int)[classes];

    /// <summary>Adds a run of pixels of one row.</summary>
    public void Add(int label, int y, int from, int to, double confidenceSum) => Add(label, to - from, confidenceSum, (from, y, to, y + 1));

    /// <summary>Adds what another tally counted.</summary>
    public void Add(RegionTally other)
    {
        for (int label = 0; label < area.Length; label++)
        {
            if (other.area[label] > 0) Add(label, other.area[label], other.confidence[label], other.boxes[label]);
        }
    }

    /// <summary>The classes that have pixels, largest first.</summary>
    public IReadOnlyList<ClassRegion> Regions(Vocabulary vocabulary, long pixels) =>
        Regions(label => vocabulary.Classes[label].Name, pixels);

    /// <summary>The numbers that have pixels, largest first.</summary>
    /// <param name="name">What each is called.</param>
    /// <param name="pixels">Pixels of the photo.</param>
    public IReadOnlyList<ClassRegion> Regions(Func<int, string> name, long pixels) =>
        [.. Enumerable.Range(0, area.Length)
            .Where(c => area[c] > 0)
            .OrderByDescending(c => area[c])
            .Select(c => new ClassRegion(
                c,
                name(c),
                (float)Math.Clamp(confidence[c] / area[c], 0, 1),
                area[c],
                (double)area[c] / pixels,
                new PixelBox(boxes[c].Left, boxes[c].Top, boxes[c].Right - boxes[c].Left, boxes[c].Bottom - boxes[c].Top)))];

    private void Add(int label, long pixels, double confidenceSum, (int Left, int Top, int Right, int Bottom) box)
    {
        var own = boxes[label];
        boxes[label] = area[label] == 0
            ? box
            : (Math.Min(own.Left, box.Left), Math.Min(own.Top, box.Top), Math.Max(own.Right, box.Right), Math.Max(own.Bottom, box.Bottom));
        area[label] += pixels;
        confidence[label] += confidenceSum;
    }
}
