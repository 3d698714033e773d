namespace MaskClip.Evaluation.Corruptions;

/// <summary>From computed values back to pixels.</summary>
internal static class PixelValues
{
    /// <summary><c>uint8(clip(x, 0, 1) * 255)</c>: cut off, not rounded, as numpy's conversion does.</summary>
    public static byte FromShare(double share) => (byte)(Math.Clamp(share, 0, 1) * 255);
}
