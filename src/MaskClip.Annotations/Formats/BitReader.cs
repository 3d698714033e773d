namespace MaskClip.Annotations.Formats;

/// <summary>Reads numbers of any bits, most significant first.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private long at;

    /// <summary>Reads a number.</summary>
    /// <exception cref="FormatException">The bytes end before.</exception>
    public uint Read(int bits)
    {
        if (at + bits > 8L * bytes.Length)
            throw new FormatException($"The mask ends after {bytes.Length} bytes, within a run; it was cut off.");
        uint value = 0;
        for (int i = 0; i < bits; i++, at++) value = value << 1 | (uint)(bytes[(int)(at >> 3)] >> (int)(7 - (at & 7)) & 1);
        return value;
    }
}
