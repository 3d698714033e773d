using System.Numerics.Tensors;
using MaskClip.Model;
using Microsoft.Extensions.Logging;

namespace MaskClip.Words;

/// <summary>Turns names into unit-length text embeddings: templates, tokens, text tower, mean; with a cache in front.</summary>
/// <remarks>
/// As in the released code's <c>prompt_engineering.py</c>: every filled template is embedded and brought to unit length, the mean over the
/// templates is brought to unit length again.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="name">The model's name, for people.</param>
/// <param name="options">Templates and synonyms, the model's own filled in.</param>
internal sealed class NameEmbeddings(VisionLanguageModel model, string name, SegmenterOptions options)
{
    private readonly PromptTemplates templates = options.Templates ?? model.Defaults.Templates;
    private readonly SynonymMode mode = options.Synonyms ?? model.Defaults.Synonyms;
    private readonly Lock gate = new();
    private readonly Lazy<TextEmbeddingCache> cache = new(() => new TextEmbeddingCache(
        Path.Combine(model.CacheFolder, "texts"), $"{model.Hash}-{model.Variant}", options.Templates ?? model.Defaults.Templates, model.ImageConfig.EmbeddingSize));

    /// <summary>What embeddings are made with.</summary>
    public TextOrigin Origin { get; } = new(
        name, model.Hash, model.Variant, options.Templates ?? model.Defaults.Templates, options.Synonyms ?? model.Defaults.Synonyms);

    /// <summary>Embeds a vocabulary's classes.</summary>
    public TextClassifier Embed(Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        int size = model.ImageConfig.EmbeddingSize;
        string[] texts = [.. vocabulary.Classes.SelectMany(c => c.Synonyms).Distinct(StringComparer.Ordinal)];
        var embeddings = Embed(texts, size, cancellationToken);
        var rows = new List<float[]>();
        var classOfRow = new List<int>();
        for (int c = 0; c < vocabulary.Classes.Count; c++)
        {
            var synonyms = vocabulary.Classes[c].Synonyms.Select(text => embeddings[text]).ToArray();
            // Background names are different things ("wall", "floor"), not words for one: their mean would be near none of them.
            bool best = mode != SynonymMode.Average || vocabulary.Classes[c].IsBackground;
            float[][] own = best ? synonyms : [Mean(synonyms, size)];
            rows.AddRange(own);
            classOfRow.AddRange(Enumerable.Repeat(c, own.Length));
        }

        return new TextClassifier(
            vocabulary, [.. rows.SelectMany(row => row)], [.. classOfRow], size, mode == SynonymMode.BestProbability, mode == SynonymMode.BestName, Origin);
    }

    private Dictionary<string, float[]> Embed(string[] texts, int size, CancellationToken cancellationToken)
    {
        var result = new Dictionary<string, float[]>(StringComparer.Ordinal);
        lock (gate)
        {
            foreach (var text in texts)
            {
                var row = new float[size];
                if (cache.Value.TryGet(text, row)) result.Add(text, row);
            }

            string[] missing = [.. texts.Where(text => !result.ContainsKey(text))];
            if (missing.Length == 0) return result;
            options.Logger.LogDebug("Embedding {Count} of {Total} names with the text tower.", missing.Length, texts.Length);
            foreach (var (text, row) in Compute(missing, size, cancellationToken))
            {
                result.Add(text, row);
                cache.Value.Add(text, row);
            }

            cache.Value.Save();
        }

        return result;
    }

    private IEnumerable<(string Text, float[] Row)> Compute(string[] texts, int size, CancellationToken cancellationToken)
    {
        string[] prompts = [.. texts.SelectMany(templates.Fill)];
        var cut = new HashSet<int>();
        var encoder = model.Texts;
        var features = encoder.Encode(prompts, cut, cancellationToken);
        int each = templates.Templates.Count;
        for (int i = 0; i < texts.Length; i++)
        {
            if (Enumerable.Range(i * each, each).Any(cut.Contains))
            {
                options.Logger.LogWarning("The name '{Name}' is too long for this model's {Length} tokens: its end is not read.", texts[i], encoder.ContextLength);
            }

            float[] row = Mean([.. Enumerable.Range(i * each, each).Select(p => features[(p * size)..((p + 1) * size)])], size);
            encoder.Complete(row);
            yield return (texts[i], row);
        }
    }

    private static float[] Mean(float[][] rows, int size)
    {
        var sum = new float[size];
        foreach (var row in rows) TensorPrimitives.Add(sum, row, sum);
        return UnitLength.Of(sum);
    }
}
