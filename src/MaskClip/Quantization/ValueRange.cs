namespace MaskClip.Quantization;

/// <summary>Between which numbers a map lies, and so which of them its bytes 0 to 255 stand for.</summary>
/// <param name="Least">The least number; 0 where all are greater, for padding is 0 and must have a byte of its own.</param>
/// <param name="Greatest">The greatest number; 0 where all are less.</param>
internal readonly record struct ValueRange(float Least, float Greatest)
{
    /// <summary>The difference of two neighboring bytes.</summary>
    public float Scale => Greatest > Least ? (Greatest - Least) / byte.MaxValue : 1;

    /// <summary>The byte that stands for 0.</summary>
    public byte Zero => (byte)Math.Clamp(MathF.Round(-Least / Scale), byte.MinValue, byte.MaxValue);

    /// <summary>Whether bytes can be made of it.</summary>
    public bool IsSound => float.IsFinite(Greatest - Least) && Least <= 0 && Greatest >= 0 && float.IsNormal(Scale);

    /// <summary>The range that contains some numbers and 0.</summary>
    /// <param name="least">The least number.</param>
    /// <param name="greatest">The greatest number.</param>
    public static ValueRange Of(float least, float greatest) => new(Math.Min(least, 0), Math.Max(greatest, 0));
}
