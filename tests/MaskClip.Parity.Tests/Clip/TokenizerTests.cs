using System.Text.Json;
using MaskClip.Testing;
using MaskClip.Text;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>The tokenizer against openai/CLIP's SimpleTokenizer with ftfy 6.3.1, on every line of the golden file.</summary>
public class TokenizerTests
{
    // Left out on purpose (see ClipText): ftfy guesses that these were decoded with the wrong encoding and repairs them.
    private static readonly string[] Mojibake = ["sÃ³ mojibake schÃ¶n"];

    [Fact]
    public void Encode_EveryGoldenLine_GivesCLIPsIds()
    {
        var wrong = new List<string>();
        int lines = 0;
        foreach (var line in File.ReadLines(SharedData.Path("golden", "tokenizer.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var text = json.RootElement.GetProperty("text").GetString()!;
            lines++;
            if (Mojibake.Contains(text)) continue;
            int[] ids = Ids(json.RootElement.GetProperty("ids")), cut = Ids(json.RootElement.GetProperty("tokens77"));
            var encoded = ClipTokenizer.Shared.Encode(text);
            var withEnds = ClipTokenizer.Shared.EncodeWithEnds(text, 77, out _);
            if (!ids.SequenceEqual(encoded) || !cut.SequenceEqual(withEnds))
            {
                wrong.Add($"{text}: {string.Join(' ', encoded)} instead of {string.Join(' ', ids)}");
            }
        }

        Assert.Equal(558, lines);
        Assert.True(wrong.Count == 0, $"{wrong.Count} lines differ:\n{string.Join('\n', wrong.Take(12))}");
    }

    private static int[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];
}
