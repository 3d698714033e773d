using System.Text.Json;
using MaskClip.Testing;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Parity.Tests.Families;

/// <summary>Our reader of sentencepiece models against python-sentencepiece: every kind of model that the families publish.</summary>
public sealed class SentencePieceTests
{
    public static TheoryData<string, string> Models => new()
    {
        { "tipsv2/npz", "tokenizer.model" },             // BPE, a normalization of characters, no bytes
        { "tipsv2/hf", "tokenizer.model" },
        { "siglip", "spiece.model" },                    // unigram without a beginning of text, T5's kind
        { "siglip/gemma-tokenizer", "tokenizer.model" }, // BPE with bytes and a user's own pieces
        { "metaclip2/openclip-mt5", "spiece.model" },
        { "metaclip2/openclip-xlmv", "sentencepiece.bpe.model" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Encode_EveryText_GivesTheOriginalsIds(string folder, string model)
    {
        var path = SharedData.Path(["golden", .. folder.Split('/')]);
        var tokenizer = PieceTokenizer.Open(Path.Combine(path, model));
        var lines = File.ReadAllLines(Path.Combine(path, "sentencepiece.jsonl"));

        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            int[] ids = [.. json.RootElement.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            Assert.True(
                ids.SequenceEqual(tokenizer.Encode(json.RootElement.GetProperty("text").GetString()!)),
                $"{line}\nis not [{string.Join(", ", tokenizer.Encode(json.RootElement.GetProperty("text").GetString()!))}]");
        }
    }
}
