using System.Buffers.Binary;
using System.Text;

namespace MaskClip.Fuzz;

/// <summary>Changes inputs: bits, bytes, numbers at their limits, parts left out, doubled, put in from others.</summary>
internal sealed class Mutator(ulong seed)
{
    private const int MaxLength = 1 << 16, MaxChanges = 5;

    private static readonly long[] Limits =
    [
        0, 1, -1, 2, 7, 8, 9, 16, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue,
        long.MinValue, 1L << 40,
    ];

    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "0", "-1", "1e999", "NaN", "null", "true", "[]", "{}", "\"\"", "\"\\ud800\"", "\u0000", "\ud83d\ude00", "99999999999999999999",
            "../", "\t", "\n", "\r\n", "|", ",", "\"",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF],
    ];

    private ulong state = seed;

    /// <summary>A number below a limit.</summary>
    public int Below(int limit) => limit <= 1 ? 0 : (int)(Next() % (ulong)limit);

    /// <summary>Changes an input.</summary>
    /// <param name="input">The input, which stays.</param>
    /// <param name="other">Another one of the same target.</param>
    /// <param name="words">Parts of the format.</param>
    public byte[] Change(byte[] input, byte[] other, IReadOnlyList<byte[]> words)
    {
        var bytes = new List<byte>(input);
        for (int left = 1 + Below(MaxChanges); left > 0; left--) ChangeOnce(bytes, other, words);
        if (bytes.Count > MaxLength) bytes.RemoveRange(MaxLength, bytes.Count - MaxLength);
        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, byte[] other, IReadOnlyList<byte[]> words)
    {
        int at = Below(bytes.Count), left = bytes.Count - at;
        switch (bytes.Count == 0 ? 6 : Below(12))
        {
            case 0: bytes[at] ^= (byte)(1 << Below(8)); break;
            case 1: bytes[at] = (byte)Next(); break;
            case 2: bytes[at] = (byte)(bytes[at] + Below(9) - 4); break;
            case 3: WriteLimit(bytes, at); break;
            case 4: bytes.RemoveRange(at, Math.Min(left, 1 + Below(Below(2) == 0 ? 4 : 64))); break;
            case 5: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(left, 1 + Below(64)))); break;
            case 6: bytes.InsertRange(Below(bytes.Count + 1), Texts[Below(Texts.Length)]); break;
            case 7: Replace(bytes, at, Texts[Below(Texts.Length)]); break;
            case 8: if (words.Count > 0) bytes.InsertRange(at, words[Below(words.Count)]); break;
            case 9: if (words.Count > 0) Replace(bytes, at, words[Below(words.Count)]); break;
            case 10: Splice(bytes, other); break;
            case 11: if (Below(8) == 0) bytes.RemoveRange(at, left); else ReplaceNumber(bytes, at); break;
        }
    }

    private void WriteLimit(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        long value = Limits[Below(Limits.Length)];
        int size = 1 << Below(4);
        if (Below(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else BinaryPrimitives.WriteInt64BigEndian(number, value << 8 * (sizeof(long) - size));
        for (int i = 0; i < size && at + i < bytes.Count; i++) bytes[at + i] = number[i];
    }

    /// <summary>A number in letters becomes another one.</summary>
    private void ReplaceNumber(List<byte> bytes, int at)
    {
        int from = bytes.FindIndex(at, one => char.IsAsciiDigit((char)one));
        if (from < 0) return;
        int to = from;
        while (to < bytes.Count && char.IsAsciiDigit((char)bytes[to])) to++;
        bytes.RemoveRange(from, to - from);
        bytes.InsertRange(from, Encoding.ASCII.GetBytes($"{Limits[Below(Limits.Length)]}"));
    }

    private static void Replace(List<byte> bytes, int at, byte[] with)
    {
        for (int i = 0; i < with.Length && at + i < bytes.Count; i++) bytes[at + i] = with[i];
    }

    private void Splice(List<byte> bytes, byte[] other)
    {
        if (other.Length == 0) return;
        int from = Below(other.Length), length = Math.Min(other.Length - from, 1 + Below(256));
        bytes.InsertRange(Below(bytes.Count + 1), other.AsSpan(from, length));
    }

    // splitmix64
    private ulong Next()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
