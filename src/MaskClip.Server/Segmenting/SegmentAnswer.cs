using MaskClip.Annotations;
using MaskClip.Annotations.Shapes;
using MaskClip.Drawing;
using MaskClip.Formats;
using MaskClip.Server.Photos;

namespace MaskClip.Server.Segmenting;

/// <summary>What was found in a photo.</summary>
/// <param name="Id">The photo's id, for further requests.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Model">The model.</param>
/// <param name="Method">The dense method.</param>
/// <param name="Size">Short side in pixels to which the photo was resized.</param>
/// <param name="Classes">The classes, in the order of labels.</param>
/// <param name="Regions">What was found, largest first.</param>
/// <param name="BackgroundWords">Which words of the background were found, largest first, where each counts by itself.</param>
/// <param name="NoneConfident">Whether prompt denoising found no name confident enough: the photo may show none of them.</param>
/// <param name="Warnings">What will probably not work as meant.</param>
internal sealed record SegmentAnswer(
    string Id,
    int Width,
    int Height,
    string Model,
    string Method,
    int Size,
    IReadOnlyList<ColoredClass> Classes,
    IReadOnlyList<FoundRegion> Regions,
    IReadOnlyList<FoundWord> BackgroundWords,
    bool NoneConfident,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Describes a result.</summary>
    internal static SegmentAnswer Of(string id, EmbeddingChoice choice, Segmentation result, AnnotatedPhoto shapes)
    {
        var words = result.Vocabulary;
        return new SegmentAnswer(
            id,
            result.Width,
            result.Height,
            choice.Model,
            choice.Method,
            choice.Size,
            [.. words.Classes.Select((one, index) => new ColoredClass(
                index, MaskValues.Of(words, index), one.Name, one.IsBackground, Color(words, index)))],
            [.. result.Regions.Select(region => FoundRegion.Of(region, shapes))],
            [.. result.BackgroundWords.Select(word => new FoundWord(word.Label, word.Score, word.Share))],
            result.NoneConfident,
            words.Warnings);
    }

    private static string Color(Vocabulary vocabulary, int index)
    {
        var (red, green, blue) = LabelPicture.ColorOf(vocabulary, index);
        return $"#{red:x2}{green:x2}{blue:x2}";
    }
}

/// <summary>A class with the color that it is drawn in.</summary>
/// <param name="Index">Its label.</param>
/// <param name="Value">Its number in the PNG mask, whose 0 is the background or nothing.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsBackground">Whether it is the background.</param>
/// <param name="Color">As in <c>#rrggbb</c>.</param>
internal sealed record ColoredClass(int Index, int Value, string Name, bool IsBackground, string Color);

/// <summary>A word of the background.</summary>
/// <param name="Word">The word.</param>
/// <param name="Score">Mean confidence, 0..1.</param>
/// <param name="Share">Its part of the photo, 0..1.</param>
internal sealed record FoundWord(string Word, float Score, double Share);

/// <summary>Where a class is.</summary>
/// <param name="Index">Its label.</param>
/// <param name="Name">Its name.</param>
/// <param name="Score">Mean confidence, 0..1.</param>
/// <param name="Area">Pixels.</param>
/// <param name="Share">Its part of the photo, 0..1.</param>
/// <param name="Bounds">The smallest box around it: x, y, width, height.</param>
/// <param name="Polygons">Outlines along pixel edges.</param>
internal sealed record FoundRegion(
    int Index, string Name, float Score, long Area, double Share, int[] Bounds, IReadOnlyList<FoundPolygon> Polygons)
{
    /// <summary>Describes a class's region.</summary>
    internal static FoundRegion Of(ClassRegion region, AnnotatedPhoto shapes) => new(
        region.Index,
        region.Label,
        region.Score,
        region.Area,
        region.Share,
        [region.Bounds.X, region.Bounds.Y, region.Bounds.Width, region.Bounds.Height],
        [.. shapes.Regions.Where(shape => shape.Category == region.Index)
            .SelectMany(shape => shape.Polygons)
            .Select(polygon => new FoundPolygon(Ring(polygon.Exterior), [.. polygon.Holes.Select(Ring)]))]);

    private static double[][] Ring(IReadOnlyList<PixelPoint> points) => [.. points.Select(point => new[] { point.X, point.Y })];
}

/// <summary>An outline.</summary>
/// <param name="Exterior">Points x, y around it, in pixels.</param>
/// <param name="Holes">Points around what is left out.</param>
internal sealed record FoundPolygon(double[][] Exterior, double[][][] Holes);
