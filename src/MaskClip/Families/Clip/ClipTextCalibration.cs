using MaskClip.Graph;
using MaskClip.Model;
using MaskClip.Quantization;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>Tries each layer of a CLIP's text tower in int8.</summary>
internal static class ClipTextCalibration
{
    // Every 53rd of the 1700 sentences that the vocabulary makes; what is promised of dense features is promised of texts too.
    private const string Words = "voc";
    private const int EverySentence = 53;

    /// <summary>Chooses the text tower's layers by the embeddings of sentences.</summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public static LayerChoice Choose(ClipModel model, CancellationToken cancellationToken = default)
    {
        var weights = new WeightFile("text.weights");
        model.AddTextWeights(weights, _ => LayerForm.Both);
        using var tower = new GatedTower(model.CacheFolder, weights, model.EmitText(weights), model.Threads);
        var config = model.TextConfig;
        int[][] texts =
        [
            .. Vocabulary.Resolve(Words).Classes.SelectMany(c => PromptTemplates.MaskClip.Fill(c.Name))
                .Where((_, i) => i % EverySentence == 0)
                .Select(text => ClipTextEncoder.Tokens(config, text, out _, model.Tokenizer))
                .Select(tokens => tokens.Select(token => Math.Min(token, config.VocabularySize - 1)).ToArray()),
        ];
        int[] ends = [.. texts.Select(text => TextEncoder.End(config, text))];
        return LayerSelection.Choose(
            $"{texts.Length} sentences",
            tower.Layers,
            1,
            config.EmbeddingSize,
            LayerSelection.Aim,
            (_, quantized) =>
        {
            var inputs = TextEncoder.Inputs(texts, ends, [.. Enumerable.Range(0, texts.Length)], 0, !config.IsCausal);
            try
            {
                return tower.Run(inputs, TextTransformer.Features, quantized, cancellationToken);
            }
            finally
            {
                foreach (var value in inputs.Values) value.Dispose();
            }
        });
    }
}
