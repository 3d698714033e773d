namespace MaskClip.Evaluation.Corruptions;

/// <summary>JPEG and back, at low quality.</summary>
internal static class Jpeg
{
    private static readonly int[] Quality = [25, 18, 15, 10, 7];

    /// <summary>Encodes and decodes a photo.</summary>
    public static RgbImage Apply(RgbImage photo, int level) =>
        RgbImage.Load(photo.EncodeJpeg(Quality[level - 1]), "compressed photo", long.MaxValue);
}
