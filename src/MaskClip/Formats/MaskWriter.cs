using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>STEM.mask.png: the numbers of <see cref="MaskValues"/>, 8 bits with a palette up to 255 of them, else 16.</summary>
internal sealed class MaskWriter : ISegmentationWriter
{
    public string Name => "mask";

    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.mask.png");
        AtomicFile.Write(path, stream => MaskValues.Save(result, stream), buffer: 0);
        return [path];
    }
}
