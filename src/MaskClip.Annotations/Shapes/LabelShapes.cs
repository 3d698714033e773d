namespace MaskClip.Annotations.Shapes;

/// <summary>Label maps as instances, and instances as polygons.</summary>
public static class LabelShapes
{
    /// <summary>The parts of a result.</summary>
    /// <param name="result">The result; its background and pixels that belong to no class are left out.</param>
    /// <param name="options">How; <see langword="null"/> takes the defaults.</param>
    /// <returns>Instances whose label is the class's index, in the order of their first pixels, row by row.</returns>
    public static IReadOnlyList<Instance> Instances(this Segmentation result, InstanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var classes = result.Vocabulary.Classes;
        var background = Enumerable.Range(0, classes.Count).Where(i => classes[i].IsBackground);
        ushort[] skipped = [Segmentation.Ignore, .. background.Select(i => (ushort)i)];
        return Instances(result.Labels, result.Width, result.Height, skipped, options);
    }

    /// <summary>The parts of a label map.</summary>
    /// <param name="labels">A label for each pixel, row by row: <c>[height, width]</c>.</param>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="skipped">Labels that are not objects, such as the background's.</param>
    /// <param name="options">How; <see langword="null"/> takes the defaults.</param>
    /// <returns>Instances in the order of their first pixels, row by row.</returns>
    /// <exception cref="ArgumentException">There are more or fewer labels than pixels.</exception>
    public static IReadOnlyList<Instance> Instances(
        ReadOnlySpan<ushort> labels, int width, int height, ReadOnlySpan<ushort> skipped, InstanceOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        if (labels.Length != (long)width * height)
            throw new ArgumentException($"{labels.Length} labels are given for {width}x{height} pixels.", nameof(labels));
        options ??= new InstanceOptions();
        var parts = new LabelRuns(labels, width, height, skipped).Join(options.Split, options.Connectivity);
        List<Instance> instances = [];
        foreach (var (label, runs) in parts)
        {
            var mask = RegionMask.FromOrdered(width, height, runs);
            if (mask.Area < options.MinArea) continue;
            instances.Add(new Instance(label, options.FillHoles ? Filled(mask) : mask));
        }

        return instances;
    }

    /// <summary>
    /// The outlines of instances, simplified (Douglas and Peucker, 1973) so that neighbors keep sharing their border: a border is cut where
    /// three regions meet, and each piece is simplified once for both sides.
    /// </summary>
    /// <param name="instances">Instances of one photo. Where they overlap, later ones lie above.</param>
    /// <param name="tolerance">How many pixels a border may move; 0 keeps every corner, and filling the polygons gives the pixels
    /// again.</param>
    /// <returns>
    /// The polygons of each instance. A part that simplifying would make touch or cross itself keeps more of its corners.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative or not finite.</exception>
    /// <exception cref="ArgumentException">The instances are of photos of several sizes.</exception>
    public static IReadOnlyList<IReadOnlyList<PixelPolygon>> Outlines(IReadOnlyList<Instance> instances, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(instances);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        if (!double.IsFinite(tolerance)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A finite number is needed.");
        if (instances.Count == 0) return [];
        using var map = new RegionMap([.. instances.Select(instance => instance.Mask)]);
        var outlines = map.Outlines();
        return tolerance == 0 ? outlines : new BorderSimplification(map, outlines).Simplify(tolerance);
    }

    private static RegionMask Filled(RegionMask mask)
    {
        var polygons = mask.ToPolygons();
        return polygons.All(polygon => polygon.Holes.Count == 0)
            ? mask
            : PolygonFill.Fill(mask.Width, mask.Height, polygons.Select(polygon => polygon with { Holes = [] }));
    }
}
