namespace MaskClip;

/// <summary>Colors by class index.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class Palette
{
    private const int MaxColors = 1 << 16;

    private readonly byte[] rgb;

    /// <summary>Creates a palette from RGB triples.</summary>
    /// <param name="rgb">Red, green, blue of each index in turn, 0..255; 1 to 65,536 colors.</param>
    /// <exception cref="ArgumentException">The length is no multiple of 3, or there are no or too many colors.</exception>
    public Palette(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length is 0 or > 3 * MaxColors || rgb.Length % 3 != 0)
        {
            throw new ArgumentException(
                $"A palette of {rgb.Length} bytes was given; red, green and blue of 1 to {MaxColors} colours are allowed.", nameof(rgb));
        }

        this.rgb = rgb.ToArray();
    }

    /// <summary>
    /// The PASCAL VOC color map, by the bit rule of its development kit (<c>VOClabelcolormap.m</c>): 256 colors, 0 is black.
    /// </summary>
    public static Palette Default { get; } = new(PascalVoc());

    /// <summary>Number of colors.</summary>
    public int Count => rgb.Length / 3;

    /// <summary>The color of an index; indices past the end start again at 0.</summary>
    /// <param name="index">0 or more.</param>
    public (byte Red, byte Green, byte Blue) this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            int at = index % Count * 3;
            return (rgb[at], rgb[at + 1], rgb[at + 2]);
        }
    }

    /// <summary>The colors with one more in front: for a vocabulary that gains a background class 0.</summary>
    internal Palette After(
        byte red, byte green, byte blue) => new([red, green, blue, .. rgb.AsSpan(0, Math.Min(rgb.Length, 3 * (MaxColors - 1)))]);

    private static byte[] PascalVoc()
    {
        var colors = new byte[768];
        for (int index = 0; index < 256; index++)
        {
            // Bits 0, 3, 6 of the index fill red from its highest bit down, bits 1, 4, 7 green, bits 2, 5 blue.
            for (int bit = 0; bit < 8; bit++)
            {
                colors[index * 3 + bit % 3] |= (byte)(((index >> bit) & 1) << (7 - bit / 3));
            }
        }

        return colors;
    }
}
