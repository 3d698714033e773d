namespace MaskClip;

/// <summary>Colors by class index.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class Palette
{
    private const int MaxColors = 1 << 16;

    // Chosen one after the other, each farthest from all before it (Oklab) for normal eyes and for those without long, middle or short
    // cones (Machado et al., 2009), among saturated colors that are not dark: the first few differ most.
    private static readonly int[] Apart =
    [
        0xFF5000, 0x7800FF, 0x78FFFF, 0xE6E600, 0xA0A0FF, 0xA05078, 0xFFA0A0, 0xC878A0, 0x7878E6, 0xC80000, 0xC8C800, 0x00A050,
        0xE628C8, 0xA0FFA0, 0x28C878, 0x7850A0, 0x78C8FF, 0xFF78C8, 0xA000C8, 0x78E6E6, 0xA0E678, 0xC850A0, 0xE628FF, 0x007850,
        0xC85000, 0xFF50C8, 0xC8A050, 0xE65078, 0xFFA0FF, 0xC87850, 0x7850E6, 0xE678E6, 0xFF7800, 0x00E650, 0x78FF78, 0xC82850,
        0x50A0E6, 0x5078FF, 0xC878FF, 0x78E6A0, 0xE6A0E6, 0xC878C8, 0xC800A0, 0xE6A028, 0x0078C8, 0xC850E6, 0xC828C8, 0x7828E6,
    ];

    private readonly byte[] rgb;

    /// <summary>Creates a palette from RGB triples.</summary>
    /// <param name="rgb">Red, green, blue of each index in turn, 0..255; 1 to 65,536 colors.</param>
    /// <exception cref="ArgumentException">The length is no multiple of 3, or there are no or too many colors.</exception>
    public Palette(ReadOnlySpan<byte> rgb)
    {
        if (rgb.Length is 0 or > 3 * MaxColors || rgb.Length % 3 != 0)
        {
            throw new ArgumentException(
                $"A palette of {rgb.Length} bytes was given; red, green and blue of 1 to {MaxColors} colors are allowed.", nameof(rgb));
        }

        this.rgb = rgb.ToArray();
    }

    /// <summary>
    /// The PASCAL VOC color map, by the bit rule of its development kit (<c>VOClabelcolormap.m</c>): 256 colors, 0 is black.
    /// </summary>
    public static Palette Default { get; } = new(PascalVoc());

    /// <summary>
    /// Colors for people's own names: bright, apart for the color-blind too, those that come first differing most. 255 of them, of which
    /// the first 48 differ.
    /// </summary>
    public static Palette Distinct { get; } = new(
    [
        .. Enumerable.Range(0, 255).Select(index => Apart[index % Apart.Length])
            .SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color }),
    ]);

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
