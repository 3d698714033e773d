namespace MaskClip;

/// <summary>Colours by class index.</summary>
public sealed class Palette
{
    private readonly byte[] rgb;

    /// <summary>Creates a palette from RGB triples.</summary>
    /// <param name="rgb">Red, green, blue of each index in turn, 0..255; 1 to 256 colours.</param>
    public Palette(ReadOnlySpan<byte> rgb) => this.rgb = rgb.ToArray();

    /// <summary>The PASCAL VOC colour map, by its published bit rule.</summary>
    public static Palette Default { get; } = new(new byte[768]);

    /// <summary>The colour of an index; indices past the end start again at 0.</summary>
    public (byte Red, byte Green, byte Blue) this[int index]
    {
        get
        {
            int at = index * 3 % rgb.Length;
            return (rgb[at], rgb[at + 1], rgb[at + 2]);
        }
    }
}
