using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>
/// Label Studio's brush masks: RGBA bytes row by row in bits, most significant first. 32 bits say how many bytes there are, 5 how many bits
/// a value has less one, four times 4 how many bits a run's length has less one. Then come blocks: a bit for the kind, two for the length's
/// field, the length less one, and the value that repeats (kind 1) or all values (kind 0).
/// </summary>
/// <remarks>
/// The format of <c>@thi.ng/rle-pack</c>, with which the web editor writes. Of a value only alpha counts. Safe to use from several threads.
/// </remarks>
public static class BrushRuns
{
    private const int Channels = 4, ValueBits = 8;

    private static readonly int[] LengthBits = [3, 4, 8, 16];

    /// <summary>Encodes a mask: 255 in all channels where it is set.</summary>
    /// <param name="mask">The mask.</param>
    /// <returns>The bytes that stand in <c>value.rle</c>.</returns>
    public static byte[] From(RegionMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var bits = new BitWriter();
        long at = 0, all = (long)mask.Width * mask.Height;
        bits.Write((uint)(all * Channels), 32);
        bits.Write(ValueBits - 1, 5);
        foreach (int length in LengthBits) bits.Write((uint)length - 1, 4);
        (long Start, long End) joined = (0, 0);
        foreach (var run in mask.Runs)
        {
            long start = (long)run.Y * mask.Width + run.X;
            if (start != joined.End)
            {
                Add(joined);
                joined = (start, start);
            }

            joined.End = start + run.Length;
        }

        Add(joined);
        Repeat(bits, (all - at) * Channels, 0);
        return bits.ToArray();

        void Add((long Start, long End) run)
        {
            if (run.End == run.Start) return;
            Repeat(bits, (run.Start - at) * Channels, 0);
            Repeat(bits, (run.End - run.Start) * Channels, 255);
            at = run.End;
        }
    }

    /// <summary>Decodes a mask: what has any alpha.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="bytes">The bytes that stand in <c>value.rle</c>.</param>
    /// <exception cref="FormatException">The bytes are cut off, or are of a photo of another size.</exception>
    public static RegionMask ToMask(int width, int height, ReadOnlySpan<byte> bytes)
    {
        var bits = new BitReader(bytes);
        long all = (long)width * height * Channels, count = bits.Read(32);
        if (count != all) throw new FormatException($"The mask has {count} values; a photo of {width}x{height} pixels has {all}.");
        int valueBits = (int)bits.Read(5) + 1;
        Span<int> lengths = [(int)bits.Read(4) + 1, (int)bits.Read(4) + 1, (int)bits.Read(4) + 1, (int)bits.Read(4) + 1];
        var pixels = new byte[width * height];
        for (long at = 0; at < all;)
        {
            bool repeats = bits.Read(1) == 1;
            long length = bits.Read(lengths[(int)bits.Read(2)]) + 1;
            if (length > all - at) throw new FormatException($"A run of {length} values after {at} goes beyond the photo's {all}.");
            if (repeats)
            {
                if (bits.Read(valueBits) != 0) Mark(pixels, at, at + length);
            }
            else
            {
                for (long i = 0; i < length; i++)
                {
                    if (bits.Read(valueBits) != 0) Mark(pixels, at + i, at + i + 1);
                }
            }

            at += length;
        }

        return RegionMask.From(width, height, pixels);
    }

    private static void Mark(byte[] pixels, long start, long end)
    {
        // Alpha is the last of a pixel's values: the first and the last pixel whose alpha is among these.
        long first = start / Channels, last = end >= Channels ? (end - Channels) / Channels : -1;
        if (last >= first) pixels.AsSpan((int)first, (int)(last - first + 1)).Fill(1);
    }

    private static void Repeat(BitWriter bits, long count, byte value)
    {
        while (count > 0)
        {
            int length = (int)Math.Min(count, 1 << LengthBits[^1]);
            int field = Array.FindIndex(LengthBits, size => length <= 1 << size);
            bits.Write(1, 1);
            bits.Write((uint)field, 2);
            bits.Write((uint)length - 1, LengthBits[field]);
            bits.Write(value, ValueBits);
            count -= length;
        }
    }
}
