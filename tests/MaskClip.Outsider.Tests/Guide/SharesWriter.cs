using MaskClip;

namespace MyProgram;

/// <summary>STEM.shares.csv: how much of the photo each class covers.</summary>
public sealed class SharesWriter : ISegmentationWriter
{
    public string Name => "shares";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{stem}.shares.csv");
        var lines = result.Regions.Select(region => FormattableString.Invariant($"{region.Label},{region.Share:0.0000}"));
        File.WriteAllLines(path + ".new", lines);
        File.Move(path + ".new", path, overwrite: true);   // so that nobody finds half a file
        return [path];
    }
}
