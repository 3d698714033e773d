using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MaskClip.Checkpoints.Numpy;

/// <summary>
/// The header of an array as NumPy saves it (numpy.lib.format): type, order and shape as a Python literal, behind a magic word.
/// </summary>
/// <param name="Type">How numbers are stored.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="IsColumnMajor">Whether the first dimension runs fastest.</param>
/// <param name="Length">Bytes of the header: numbers follow.</param>
internal sealed partial record NpyHeader(ElementType Type, int[] Shape, bool IsColumnMajor, int Length)
{
    /// <summary>More bytes than any header of an array of numbers has.</summary>
    public const int MaxLength = 4096;

    // The byte order is the letter in front: little endian, or none where a number has one byte.
    private static readonly Dictionary<string, ElementType> Types = new(StringComparer.Ordinal)
    {
        ["<f8"] = ElementType.Float64,
        ["<f4"] = ElementType.Float32,
        ["<f2"] = ElementType.Float16,
        ["<i8"] = ElementType.Int64,
        ["<i4"] = ElementType.Int32,
        ["<i2"] = ElementType.Int16,
        ["|i1"] = ElementType.Int8,
        ["|u1"] = ElementType.UInt8,
        ["|b1"] = ElementType.Bool,
    };

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The first bytes of the array's file, up to <see cref="MaxLength"/>.</param>
    /// <exception cref="FormatException">It is not an array of numbers.</exception>
    public static NpyHeader Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 || !bytes.StartsWith(Magic)) throw new FormatException("it is not a NumPy array");
        // Version 1 has a length of two bytes, later ones of four.
        bool isShort = bytes[6] == 1;
        int start = isShort ? 10 : 12;
        if (bytes.Length < start) throw new FormatException("its header is cut off");
        long length = isShort ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > MaxLength - start) throw new FormatException($"its header has {length} bytes, {MaxLength - start} are allowed");
        if (start + length > bytes.Length) throw new FormatException("its header is cut off");
        var text = Encoding.Latin1.GetString(bytes.Slice(start, (int)length));
        if (Literal().Match(text) is not { Success: true } match)
            throw new FormatException($"its header '{text.TrimEnd()}' is not as NumPy writes it");
        var name = match.Groups["type"].Value;
        if (!Types.TryGetValue(name, out var type))
        {
            throw new FormatException(
                $"its type is '{name}'; {string.Join(", ", Types.Keys)} are allowed (objects are never read: they are programs)");
        }

        int[] shape =
        [
            .. match.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(size =>
                int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    ? number
                    : throw new FormatException($"its shape has the size {size}")),
        ];
        return new(type, shape, match.Groups["order"].Value == "True", start + (int)length);
    }

    [GeneratedRegex(
        @"^\{'descr': '(?<type>[^']{1,16})', 'fortran_order': (?<order>True|False), 'shape': \((?<shape>[0-9, ]*)\),? ?\}\s*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}
