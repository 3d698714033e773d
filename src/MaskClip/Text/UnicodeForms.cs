using System.Runtime.InteropServices;
using System.Text;
using MaskClip.Checkpoints;

namespace MaskClip.Text;

/// <summary>
/// Unicode's composed form (NFC) with ftfy's ligatures and character widths, and its decomposed form (NFD), from a table of numbers.
/// </summary>
/// <remarks>
/// Our own because <c>String.Normalize</c> does nothing without ICU, and then the same name would have other tokens on another machine.
/// Marks are composed in the order in which they stand; sequences of several marks in an unusual order stay as they are.
/// </remarks>
internal static class UnicodeForms
{
    private static readonly Lazy<(Dictionary<long, int> Compositions, Dictionary<int, int[]> Singles)> Table = new(Read);
    private static readonly Lazy<Dictionary<int, long>> Decompositions = new(() =>
        Table.Value.Compositions.ToDictionary(pair => pair.Value, pair => pair.Key));

    /// <summary>The text in its composed form.</summary>
    public static string Compose(string text)
    {
        if (text.All(char.IsAscii)) return text;
        var (compositions, singles) = Table.Value;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (int point in singles.TryGetValue(rune.Value, out var forms) ? forms : [rune.Value])
            {
                if (points.Count > 0 && Pair(compositions, points[^1], point) is { } composed) points[^1] = composed;
                else points.Add(point);
            }
        }

        var result = new StringBuilder(text.Length);
        foreach (int point in points) result.Append(new Rune(point).ToString());
        return result.ToString();
    }

    /// <summary>The text with letters and their marks apart. Marks stay in the order in which they stand.</summary>
    public static string Decompose(string text)
    {
        if (text.All(char.IsAscii)) return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, result);
        return result.ToString();
    }

    private static void Decompose(int point, StringBuilder result)
    {
        if (point is >= 0xAC00 and <= 0xD7A3)
        {
            var (syllable, trailing) = Math.DivRem(point - 0xAC00, 28);
            result.Append((char)(0x1100 + syllable / 21)).Append((char)(0x1161 + syllable % 21));
            if (trailing > 0) result.Append((char)(0x11A7 + trailing));
        }
        else if (Decompositions.Value.TryGetValue(point, out long pair))
        {
            Decompose((int)(pair >> 32), result);
            Decompose((int)pair, result);
        }
        else
        {
            result.Append(new Rune(point).ToString());
        }
    }

    private static int? Pair(Dictionary<long, int> compositions, int first, int second)
    {
        // Hangul composes by formula (Unicode, section 3.12): 19 leading, 21 vowel, 28 trailing letters.
        if (first is >= 0x1100 and < 0x1113 && second is >= 0x1161 and < 0x1176)
            return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28;
        if (first is >= 0xAC00 and <= 0xD7A3 && (first - 0xAC00) % 28 == 0 && second is > 0x11A7 and < 0x11C3)
            return first + second - 0x11A7;
        return compositions.TryGetValue(Key(first, second), out int composed) ? composed : null;
    }

    private static long Key(int first, int second) => ((long)first << 32) | (uint)second;

    private static (Dictionary<long, int> Compositions, Dictionary<int, int[]> Singles) Read()
    {
        using var resource = (UnmanagedMemoryStream)typeof(UnicodeForms).Assembly.GetManifestResourceStream("unicode-forms.safetensors")!;
        using var file = SafetensorsFile.Open("unicode-forms.safetensors", resource);
        var compositions = new Dictionary<long, int>();
        foreach (var row in Rows(file["compositions"], 3)) compositions.Add(Key(row[0], row[1]), row[2]);
        var singles = Rows(file["singles"], 4).ToDictionary(row => row[0], row => row[1..].TakeWhile(point => point != 0).ToArray());
        return (compositions, singles);
    }

    private static IEnumerable<int[]> Rows(CheckpointTensor tensor, int columns) =>
        MemoryMarshal.Cast<byte, int>(tensor.Bytes).ToArray().Chunk(columns);
}
