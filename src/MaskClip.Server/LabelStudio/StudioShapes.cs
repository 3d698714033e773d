using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Server.LabelStudio;

/// <summary>Turns a result into Label Studio's regions.</summary>
internal static class StudioShapes
{
    private const double Percent = 100, Tolerance = 1;

    /// <summary>A result's regions, without the background's.</summary>
    public static IReadOnlyList<StudioRegion> Of(LabelingInterface labels, Segmentation result, int minArea)
    {
        var shapes = AnnotatedPhoto.From(
            "photo",
            result,
            new InstanceOptions { MinArea = minArea, Split = labels.IsPolygon, FillHoles = labels.IsPolygon },
            labels.IsPolygon ? Tolerance : 0);
        var regions = new List<StudioRegion>();
        foreach (var region in shapes.Regions)
        {
            var one = result.Vocabulary.Classes[region.Category];
            if (one.IsBackground || region.Mask.Area == 0) continue;
            var values = labels.IsPolygon ? region.Polygons.Select(polygon => Polygon(polygon, result)) : [Brush(region.Mask)];
            foreach (var value in values)
            {
                value[labels.Kind] = new[] { one.Name };
                regions.Add(new StudioRegion(
                    $"r{regions.Count}",
                    labels.FromName,
                    labels.ToName,
                    labels.Kind,
                    result.Width,
                    result.Height,
                    0,
                    Math.Round(region.Score ?? 1, 6),
                    value));
            }
        }

        return regions;
    }

    private static Dictionary<string, object> Brush(RegionMask mask) => new(StringComparer.Ordinal)
    {
        ["format"] = "rle",
        // As numbers: bytes would be written as base64.
        ["rle"] = BrushRuns.From(mask).Select(value => (int)value).ToArray(),
    };

    private static Dictionary<string, object> Polygon(PixelPolygon polygon, Segmentation result) => new(StringComparer.Ordinal)
    {
        ["points"] = polygon.Exterior
            .Select(point => new[] { point.X * Percent / result.Width, point.Y * Percent / result.Height })
            .ToArray(),
        ["closed"] = true,
    };
}
