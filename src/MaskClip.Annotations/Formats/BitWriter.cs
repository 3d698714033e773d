namespace MaskClip.Annotations.Formats;

/// <summary>Writes numbers of any bits, most significant first; the last byte is filled with zeros.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> bytes = [];
    private int free;

    /// <summary>Writes a number.</summary>
    public void Write(uint value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            if (free == 0)
            {
                bytes.Add(0);
                free = 8;
            }

            free--;
            bytes[^1] |= (byte)((value >> i & 1) << free);
        }
    }

    /// <summary>All bytes.</summary>
    public byte[] ToArray() => [.. bytes];
}
