using MaskClip.Engine;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Text;
using MaskClip.Towers;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>Texts whose common beginning is computed once against the same texts computed whole.</summary>
public class SharedPrefixTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Fact]
    public void Encode_TextsThatBeginAlike_EqualsWholeTexts()
    {
        using var model = ClipModel.Open(SharedData.Path("golden", "vit.safetensors"), new() { CacheFolder = home.Folder });
        string[] names =
        [
            .. Vocabulary.Resolve("voc").Classes.Select(c => c.Name),
            "a very long name of something that has many more words than the others",
        ];
        int[][] texts =
        [
            .. names.SelectMany(PromptTemplates.MaskClip.Fill)
                .Select(prompt => ClipTokenizer.Shared.EncodeWithEnds(prompt, model.TextConfig.ContextLength, out _)),
        ];
        int[] ends = [.. texts.Select(text => TextEncoder.End(model.TextConfig, text))];

        var shared = model.Text.Encode(texts);

        Assert.Contains(TextPrefixes.Group(texts, ends), group => group.Length >= 4);
        using var session = new EngineSession(model.WholeTextGraph()!, 0);
        int size = model.TextConfig.EmbeddingSize;
        foreach (var batch in Enumerable.Range(0, texts.Length).Chunk(100))
        {
            var whole = Whole(session, texts, ends, batch);
            for (int row = 0; row < batch.Length; row++)
            {
                var (expected, actual) = (whole.AsSpan(row * size, size).ToArray(), shared.AsSpan(batch[row] * size, size).ToArray());
                double length = Math.Sqrt(expected.Sum(x => (double)x * x));
                Close.Within(1e-5 * length, expected, actual);
            }
        }
    }

    private static float[] Whole(EngineSession session, int[][] texts, int[] ends, int[] batch)
    {
        var inputs = TextEncoder.Inputs(texts, ends, batch, 0);
        using var outputs = session.Run(inputs, [TextTransformer.Features], CancellationToken.None);
        foreach (OrtValue value in inputs.Values) value.Dispose();
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
