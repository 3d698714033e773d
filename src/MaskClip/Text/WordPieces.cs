using System.Text;

namespace MaskClip.Text;

/// <summary>BERT's word pieces, uncased (transformers, <c>BertTokenizerFast</c>).</summary>
/// <remarks>
/// Our own because Microsoft.ML.Tokenizers' BertTokenizer is not exact: without ICU it leaves accents on their letters, and it loses what
/// is outside the
/// basic plane, where the original gives the unknown token.
/// </remarks>
internal sealed class WordPieces
{
    private const string Continued = "##", Unknown = "[UNK]", Start = "[CLS]", End = "[SEP]";
    private const int LongestWord = 100; // a longer one is unknown

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int start;
    private readonly int end;
    private readonly int unknown;

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="path">A file with one piece a line; a piece's line number, from 0, is its token.</param>
    /// <exception cref="CheckpointException">The file cannot be read, or lacks a piece that every text needs.</exception>
    public WordPieces(string path)
    {
        try
        {
            foreach (var line in File.ReadLines(path)) ids.TryAdd(line, Count++);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the vocabulary cannot be read: {error.Message}", null, error);
        }

        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        (start, end, unknown) = (Id(Start), Id(End), Id(Unknown));

        int Id(string piece) =>
            ids.TryGetValue(piece, out int id)
                ? id
                : throw new CheckpointException(
                    path, $"it has no piece '{piece}', so it is not a vocabulary of BERT's. Download the model again.");
    }

    /// <summary>Number of tokens.</summary>
    public int Count { get; }

    /// <summary>Token ids of a text with both ends, cut to a context length: the end stays last.</summary>
    /// <param name="text">The text.</param>
    /// <param name="contextLength">The most tokens.</param>
    /// <param name="truncated">Whether some were cut off.</param>
    public int[] Encode(string text, int contextLength, out bool truncated)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 2);
        List<int> tokens = [start];
        foreach (var word in Words(text)) Divide(word, tokens);
        truncated = tokens.Count > contextLength - 1;
        return [.. tokens.Take(contextLength - 1), end];
    }

    /// <summary>
    /// The longest piece that the rest of the word begins with, again and again; a word that cannot be divided is unknown as a whole.
    /// </summary>
    private void Divide(string word, List<int> tokens)
    {
        int before = tokens.Count;
        Span<char> piece = stackalloc char[2 * LongestWord + Continued.Length];
        Continued.CopyTo(piece);
        if (word.EnumerateRunes().Count() > LongestWord)
        {
            tokens.Add(unknown);
            return;
        }

        for (int from = 0; from < word.Length;)
        {
            int length = word.Length - from, prefix = from > 0 ? Continued.Length : 0, id = -1;
            word.AsSpan(from).CopyTo(piece[Continued.Length..]);
            while (length > 0 && !lookup.TryGetValue(piece.Slice(Continued.Length - prefix, prefix + length), out id)) length--;
            if (length == 0)
            {
                tokens.RemoveRange(before, tokens.Count - before);
                tokens.Add(unknown);
                return;
            }

            tokens.Add(id);
            from += length;
        }
    }

    /// <summary>Words, and every mark of punctuation and Chinese character by itself, without accents and in lower case.</summary>
    private static List<string> Words(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        foreach (var rune in UnicodeForms.Decompose(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.NonSpacingMark) continue;
            if (Rune.IsWhiteSpace(rune))
            {
                Finish();
            }
            else if (IsChinese(rune.Value) || IsPunctuation(rune))
            {
                Finish();
                words.Add(rune.ToString());
            }
            else if (!IsControl(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        Finish();
        return words;

        void Finish()
        {
            if (word.Length > 0) words.Add(word.ToString());
            word.Clear();
        }
    }

    private static bool IsControl(Rune rune) => rune.Value is 0 or 0xFFFD || Rune.GetUnicodeCategory(rune) is
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.Surrogate;

    // All of ASCII that is not a letter, digit or space counts, whatever Unicode calls it.
    private static bool IsPunctuation(Rune rune) =>
        rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126) || Rune.IsPunctuation(rune);

    private static bool IsChinese(
        int point) => point is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0x2F800 and <= 0x2FA1F);
}
