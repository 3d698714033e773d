using System.Runtime.Intrinsics;

namespace MaskClip.Drawing;

/// <summary>A color that partly covers a photo.</summary>
internal sealed class Tint
{
    private readonly ushort kept;

    // Of the samples of eight pixels, after which the vectors of eight samples repeat.
    private readonly ushort[] added = new ushort[24];

    /// <summary>Creates it.</summary>
    /// <param name="color">Red, green, blue.</param>
    /// <param name="opacity">How much it covers, 0..256.</param>
    public Tint((byte Red, byte Green, byte Blue) color, int opacity)
    {
        kept = (ushort)(256 - opacity);
        for (int i = 0; i < added.Length; i += 3)
        {
            added[i] = (ushort)(color.Red * opacity + 128);
            added[i + 1] = (ushort)(color.Green * opacity + 128);
            added[i + 2] = (ushort)(color.Blue * opacity + 128);
        }
    }

    /// <summary>Covers pixels.</summary>
    /// <param name="from">Red, green, blue of each.</param>
    /// <param name="to">Takes as many.</param>
    public void Apply(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var (first, second, third) = (Vector128.Create(added), Vector128.Create(added, 8), Vector128.Create(added, 16));
        int i = 0;
        for (; i <= from.Length - 48; i += 48)
        {
            Mix(from[i..], first, second).CopyTo(to[i..]);
            Mix(from[(i + 16)..], third, first).CopyTo(to[(i + 16)..]);
            Mix(from[(i + 32)..], second, third).CopyTo(to[(i + 32)..]);
        }

        for (; i < from.Length; i++) to[i] = (byte)((from[i] * kept + added[i % added.Length]) >> 8);
    }

    private Vector128<byte> Mix(ReadOnlySpan<byte> from, Vector128<ushort> lower, Vector128<ushort> upper)
    {
        var (low, high) = Vector128.Widen(Vector128.Create(from));
        return Vector128.Narrow((low * kept + lower) >> 8, (high * kept + upper) >> 8);
    }
}
