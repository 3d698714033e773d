using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations;

/// <summary>A photo's regions.</summary>
public sealed class AnnotatedPhoto
{
    private readonly Func<Stream>? openPhoto;

    /// <summary>Creates a photo's annotations.</summary>
    /// <param name="name">The photo's file name as the annotations have it, <c>/</c> between folders.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="regions">Its regions; where they overlap, later ones lie above.</param>
    /// <exception cref="ArgumentException">A region's mask has another size than the photo, or the name is empty.</exception>
    public AnnotatedPhoto(string name, int width, int height, IReadOnlyList<AnnotatedRegion> regions)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(regions);
        foreach (var region in regions)
        {
            if (region.SizeIfKnown is var (ownWidth, ownHeight) && (ownWidth, ownHeight) != (width, height))
            {
                throw new ArgumentException(
                    $"A region of {ownWidth}x{ownHeight} pixels is given for a photo of {width}x{height}.", nameof(regions));
            }
        }

        (Name, Width, Height, Regions) = (name, width, height, regions);
    }

    /// <summary>The photo's file name as the annotations have it.</summary>
    public string Name { get; }

    /// <summary>Its width in pixels.</summary>
    public int Width { get; }

    /// <summary>Its height in pixels.</summary>
    public int Height { get; }

    /// <summary>Its regions; where they overlap, later ones lie above.</summary>
    public IReadOnlyList<AnnotatedRegion> Regions { get; }

    /// <summary>Pixels that are of no class and not background either (VOC's void); <see langword="null"/> where there are none.</summary>
    public RegionMask? Void { get; init; }

    /// <summary>How unsure whoever made them is of the photo, 0 (sure) to 1; <see langword="null"/> where nobody said.</summary>
    public double? Uncertainty { get; init; }

    /// <summary>Where the photo's own file lies; <see langword="null"/> where nobody knows. Some formats look into it.</summary>
    public string? PhotoPath { get; init; }

    /// <summary>
    /// Opens the photo's own file: that of <see cref="PhotoPath"/> unless another way is given; <see langword="null"/> where there is none.
    /// Formats that hold photos take it from here.
    /// </summary>
    public Func<Stream>? OpenPhoto
    {
        get => openPhoto ?? (PhotoPath is { } path ? () => File.OpenRead(path) : null);
        init => openPhoto = value;
    }

    /// <summary>The annotations that a result makes, for a schema of the same vocabulary.</summary>
    /// <param name="name">The photo's file name.</param>
    /// <param name="result">The result.</param>
    /// <param name="options">How labels become instances; <see langword="null"/> takes the defaults.</param>
    /// <param name="tolerance">How many pixels outlines may move when they are simplified; 0 keeps them exact.</param>
    public static AnnotatedPhoto From(string name, Segmentation result, InstanceOptions? options = null, double tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        var instances = result.Instances(options);
        var outlines = tolerance > 0 ? LabelShapes.Outlines(instances, tolerance) : null;
        var scores = result.Regions.ToDictionary(region => region.Index, region => (double)region.Score);
        return new AnnotatedPhoto(
            name,
            result.Width,
            result.Height,
            [.. instances.Select((one, i) => Region(one, outlines?[i], scores.TryGetValue(one.Label, out double score) ? score : null))])
        {
            Void = VoidOf(result),
        };
    }

    /// <summary>The same annotations with a photo's file.</summary>
    /// <param name="path">Where it lies.</param>
    public AnnotatedPhoto WithPhoto(string path) => new(Name, Width, Height, Regions)
    {
        Void = Void,
        Uncertainty = Uncertainty,
        PhotoPath = path,
    };

    /// <summary>The regions painted over one another.</summary>
    /// <param name="unlabeled">The label of pixels of no region.</param>
    /// <returns>Category indices, row by row: <c>[height, width]</c>.</returns>
    public ushort[] ToLabels(ushort unlabeled = Segmentation.Ignore)
    {
        var labels = new ushort[Width * Height];
        Array.Fill(labels, unlabeled);
        foreach (var region in Regions) region.Mask.Paint(labels, checked((ushort)region.Category));
        Void?.Paint(labels, Segmentation.Ignore);
        return labels;
    }

    /// <summary>Errors of regions whose polygons cross themselves, so that tools disagree about what is inside.</summary>
    /// <remarks>Readers fill such polygons as the tool that wrote them does (COCO: even-odd); published data sets have some.</remarks>
    /// <param name="path">The file that they were read from.</param>
    /// <param name="schema">Its classes.</param>
    public IEnumerable<AnnotationException> FindCrossings(string path, AnnotationSchema schema)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(schema);
        for (int i = 0; i < Regions.Count; i++)
        {
            if (!Regions[i].HasPolygons) continue;
            var found = Regions[i].Polygons.SelectMany(polygon => polygon.Rings).Select(RingCrossing.Find)
                .FirstOrDefault(one => one is not null);
            if (found is not { } point) continue;
            yield return new AnnotationException(
                path,
                $"photo '{Name}', region {i} ({schema.Categories[Regions[i].Category].Name})",
                FormattableString.Invariant($"The polygon crosses itself at {point.X:0.##}, {point.Y:0.##}; ")
                + "only polygons whose sides do not cross are allowed. Draw it again, or as several polygons.");
        }
    }

    // Where outlines are simplified, polygons are what is written; the pixels stay exact.
    private static AnnotatedRegion Region(Instance instance, IReadOnlyList<PixelPolygon>? outline, double? score) => outline is null
        ? new AnnotatedRegion(instance.Label, instance.Mask) { Score = score }
        : AnnotatedRegion.Filled(instance.Label, outline, () => instance.Mask, score);

    private static RegionMask? VoidOf(Segmentation result)
    {
        if (!result.Labels.Contains(Segmentation.Ignore)) return null;
        var pixels = new byte[result.Labels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = result.Labels[i] == Segmentation.Ignore ? (byte)1 : (byte)0;
        return RegionMask.From(result.Width, result.Height, pixels);
    }
}
