using System.Runtime.InteropServices;
using MaskClip.Checkpoints;
using Microsoft.ML.Tokenizers;

namespace MaskClip.Text;

/// <summary>CLIP's byte-pair encoding (openai/CLIP, <c>simple_tokenizer.py</c>), on Microsoft.ML.Tokenizers.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
public sealed class ClipTokenizer : ITextTokenizer
{
    /// <summary>The token in front of every text.</summary>
    public const int StartOfText = 49406;

    /// <summary>The token behind every text.</summary>
    public const int EndOfText = 49407;

    /// <summary>Number of tokens.</summary>
    public const int VocabularySize = 49408;

    private const string WordEnd = "</w>";

    private static readonly Lazy<ClipTokenizer> Instance = new(() => new ClipTokenizer());

    private readonly BpeTokenizer tokenizer;

    private ClipTokenizer()
    {
        var (vocabulary, merges) = Table();
        var special = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            [ClipPreTokenizer.Start] = StartOfText,
            [ClipPreTokenizer.End] = EndOfText,
        };
        tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary.Select((token, id) => KeyValuePair.Create(token, id)))
        {
            Merges = merges,
            ByteLevel = true,
            EndOfWordSuffix = WordEnd,
            SpecialTokens = special,
            PreTokenizer = new ClipPreTokenizer(),
        });
    }

    /// <summary>The tokenizer, built when first used; safe to use from several threads.</summary>
    public static ClipTokenizer Shared => Instance.Value;

    /// <inheritdoc/>
    int ITextTokenizer.VocabularySize => VocabularySize;

    /// <inheritdoc/>
    int ITextTokenizer.EndOfText => EndOfText;

    /// <inheritdoc/>
    public int Padding => 0;

    /// <summary>Token ids of a text, without ends.</summary>
    public int[] Encode(string text) => ClipText.Clean(text) is { Length: > 0 } clean ? [.. tokenizer.EncodeToIds(clean)] : [];

    /// <summary>Token ids with both ends, cut to a context length as CLIP cuts: the end stays last.</summary>
    /// <remarks>A text is read at its first end, so what follows an end that is written out in the text is left away.</remarks>
    public int[] EncodeWithEnds(string text, int contextLength, out bool truncated)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 2);
        ReadOnlySpan<int> ids = Encode(text);
        if (ids.IndexOf(EndOfText) is >= 0 and var end) ids = ids[..end];
        truncated = ids.Length > contextLength - 2;
        return [StartOfText, .. ids[..Math.Min(ids.Length, contextLength - 2)], EndOfText];
    }

    /// <summary>
    /// Reads the table, which is stored as numbers: the byte of each of the first 256 ids, and the pair that each later id joins.
    /// </summary>
    private static (string[] Vocabulary, string[] Merges) Table()
    {
        using var resource = (UnmanagedMemoryStream)typeof(ClipTokenizer).Assembly.GetManifestResourceStream("clip-bpe.safetensors")!;
        using var file = SafetensorsFile.Open("clip-bpe.safetensors", resource);
        var bytes = file["bytes"].Bytes;
        var pairs = MemoryMarshal.Cast<byte, int>(file["merges"].Bytes);
        var vocabulary = new string[VocabularySize];
        for (int id = 0; id < 256; id++)
        {
            vocabulary[id] = ByteCharacter(bytes[id]).ToString();
            vocabulary[256 + id] = vocabulary[id] + WordEnd;
        }

        var merges = new string[pairs.Length / 2];
        for (int i = 0; i < merges.Length; i++)
        {
            string left = vocabulary[pairs[2 * i]], right = vocabulary[pairs[2 * i + 1]];
            merges[i] = $"{left} {right}";
            vocabulary[512 + i] = left + right;
        }

        vocabulary[StartOfText] = ClipPreTokenizer.Start;
        vocabulary[EndOfText] = ClipPreTokenizer.End;
        return (vocabulary, merges);
    }

    /// <summary>
    /// GPT-2's printable stand-in for a byte: itself where it is visible, else one of U+0100, U+0101, ... in order of the bytes.
    /// </summary>
    private static char ByteCharacter(byte value)
    {
        static bool Visible(int b) => b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
        return Visible(value) ? (char)value : (char)(256 + Enumerable.Range(0, value).Count(b => !Visible(b)));
    }
}
