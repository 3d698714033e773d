using System.Buffers.Binary;

namespace MaskClip.Text.SentencePiece;

/// <summary>
/// A model's normalization of characters (<c>precompiled_charsmap</c>, mostly NFKC): a trie of what is replaced, and the replacements.
/// </summary>
/// <remarks>
/// The trie is a double array as <c>darts-clone</c> writes it, behind its length in bytes; replacements follow, each ended by a zero. Every
/// step is checked, since the file may hold anything.
/// </remarks>
internal sealed class CharacterMap
{
    private readonly uint[] units;
    private readonly byte[] replacements;

    /// <summary>Reads a map.</summary>
    /// <exception cref="FormatException">It is cut off.</exception>
    public CharacterMap(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var length
                && (length > bytes.Length - 4 || length % 4 != 0 || length == 0))
        {
            throw new FormatException("Its normalization of characters is cut off.");
        }

        units = new uint[length / 4];
        for (int i = 0; i < units.Length; i++) units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + 4 * i)..]);
        replacements = bytes[(4 + (int)length)..].ToArray();
    }

    /// <summary>The longest beginning of a text that is replaced.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="replacement">What stands in its place.</param>
    /// <returns>Its bytes; 0 when the text begins with nothing that is replaced.</returns>
    public int Match(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        int longest = 0;
        uint at = Offset(units[0]);
        for (int i = 0; i < text.Length; i++)
        {
            at ^= text[i];
            if (at >= units.Length || (units[at] & 0x800000FF) != text[i]) break;
            uint unit = units[at];
            at ^= Offset(unit);
            if ((unit >> 8 & 1) == 0 || at >= units.Length) continue;
            uint place = units[at] & 0x7FFFFFFF;
            if (place > replacements.Length) continue;
            var rest = replacements.AsSpan((int)place);
            replacement = rest[..(rest.IndexOf((byte)0) is >= 0 and var end ? end : rest.Length)];
            longest = i + 1;
        }

        return longest;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & 0x200) >> 6);
}
