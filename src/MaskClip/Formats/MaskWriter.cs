namespace MaskClip.Formats;

/// <summary>STEM.mask.png: the labels, as <see cref="LabelMask"/> writes them. Evaluation tools read them as they are.</summary>
internal sealed class MaskWriter : ISegmentationWriter
{
    public string Name => "mask";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.mask.png");
        LabelMask.Save(result, path);
        return [path];
    }
}
