namespace MaskClip.Formats;

/// <summary>STEM.heatmap.CLASS.png for each class, found or not: how confident every part of the photo is of it.</summary>
internal sealed class HeatMapWriter : ISegmentationWriter
{
    public string Name => "heatmap";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var names = new FileNames();
        var paths = new List<string>();
        foreach (var region in result.AllRegions())
        {
            var path = Path.Combine(folder, $"{stem}.heatmap.{names.Unique(region.Label)}.png");
            using var picture = HeatMap.Rent(photo, result, region.Index);
            picture.SavePng(path);
            paths.Add(path);
        }

        return paths;
    }
}
