namespace MaskClip.Quantization;

/// <summary>Between which numbers a map lies, and so which of them its bytes 0 to 255 stand for.</summary>
/// <param name="Min">The smallest number; 0 where all are greater, for padding is 0 and must have a byte of its own.</param>
/// <param name="Max">The greatest number; 0 where all are less.</param>
internal readonly record struct ValueRange(float Min, float Max)
{
    /// <summary>The difference of two neighboring bytes.</summary>
    public float Scale => Max > Min ? (Max - Min) / byte.MaxValue : 1;

    /// <summary>The byte that stands for 0.</summary>
    public byte Zero => (byte)Math.Clamp(MathF.Round(-Min / Scale), byte.MinValue, byte.MaxValue);

    /// <summary>Whether bytes can be made of it.</summary>
    public bool IsSound => float.IsFinite(Max - Min) && Min <= 0 && Max >= 0 && float.IsNormal(Scale);

    /// <summary>The range that contains some numbers and 0.</summary>
    /// <param name="min">The smallest number.</param>
    /// <param name="max">The greatest number.</param>
    public static ValueRange Of(float min, float max) => new(Math.Min(min, 0), Math.Max(max, 0));
}
