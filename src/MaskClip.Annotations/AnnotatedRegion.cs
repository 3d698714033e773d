using MaskClip.Annotations.Review;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations;

/// <summary>A region of a photo that belongs to a class: an object, or what a class covers.</summary>
public sealed class AnnotatedRegion
{
    private readonly Lazy<RegionMask> mask;
    private readonly Lazy<IReadOnlyList<PixelPolygon>> polygons;

    /// <summary>Creates a region of pixels.</summary>
    /// <param name="category">Index of its class in the schema.</param>
    /// <param name="mask">Its pixels.</param>
    public AnnotatedRegion(int category, RegionMask mask)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(category);
        ArgumentNullException.ThrowIfNull(mask);
        Category = category;
        this.mask = new(mask);
        polygons = new(mask.ToPolygons);
    }

    /// <summary>Creates a region of polygons, which are filled as COCO fills them when the mask is asked for.</summary>
    /// <param name="category">Index of its class in the schema.</param>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="polygons">Its outline on pixel corners; see <see cref="PixelPoint"/>.</param>
    public AnnotatedRegion(int category, int width, int height, IReadOnlyList<PixelPolygon> polygons)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(category);
        ArgumentNullException.ThrowIfNull(polygons);
        Category = category;
        this.polygons = new(polygons);
        HasPolygons = true;
        mask = new(() => PolygonFill.Fill(width, height, polygons));
    }

    private AnnotatedRegion(int category, Func<RegionMask> fill, IReadOnlyList<PixelPolygon> polygons, double? score, bool isCrowd)
    {
        (Score, IsCrowd) = (score, isCrowd);
        Category = category;
        mask = new(fill);
        this.polygons = new(polygons);
        HasPolygons = true;
    }

    private AnnotatedRegion(AnnotatedRegion other, double uncertainty)
    {
        (Category, mask, polygons, HasPolygons) = (other.Category, other.mask, other.polygons, other.HasPolygons);
        (Score, IsCrowd, Uncertainty) = (other.Score, other.IsCrowd, uncertainty);
    }

    /// <summary>Creates a region of polygons that a tool fills by a rule of its own.</summary>
    internal static AnnotatedRegion Filled(
        int category, IReadOnlyList<PixelPolygon> polygons, Func<RegionMask> fill, double? score = null, bool isCrowd = false) =>
        new(category, fill, polygons, score, isCrowd);

    /// <summary>Index of its class in the schema.</summary>
    public int Category { get; }

    /// <summary>Its pixels.</summary>
    public RegionMask Mask => mask.Value;

    /// <summary>Its mask's size, where that is not yet to be drawn from polygons.</summary>
    internal (int Width, int Height)? SizeIfKnown => mask.IsValueCreated ? (Mask.Width, Mask.Height) : null;

    /// <summary>Its outline on pixel corners: as it was read, or that of its pixels.</summary>
    public IReadOnlyList<PixelPolygon> Polygons => polygons.Value;

    /// <summary>Whether it was drawn as polygons.</summary>
    public bool HasPolygons { get; }

    /// <summary>Confidence, 0..1; <see langword="null"/> where nobody said.</summary>
    public double? Score { get; init; }

    /// <summary>How unsure whoever made it is, 0 (sure) to 1, see <see cref="PhotoUncertainty"/>; <see langword="null"/> where nobody
    /// said.</summary>
    public double? Uncertainty { get; private init; }

    /// <summary>Whether it covers several objects that nobody told apart (COCO's <c>iscrowd</c>).</summary>
    public bool IsCrowd { get; init; }

    /// <summary>The same region with how unsure it is.</summary>
    internal AnnotatedRegion WithUncertainty(double value) => new(this, value);
}
