using System.Collections.Concurrent;
using System.Numerics.Tensors;
using MaskClip.Results;
using MaskClip.Storage;
using Microsoft.Extensions.Logging;

namespace MaskClip.Model;

/// <summary>Turns names into unit-length text embeddings: templates, tokens, text tower, mean; with a cache in front.</summary>
/// <remarks>
/// As in the released code's <c>prompt_engineering.py</c>: every filled template is embedded and brought to unit length, the mean over the
/// templates is brought to unit length again. Safe to use from several threads: names that are known wait for nobody, and a text that
/// several callers want is embedded once.
/// </remarks>
/// <param name="origin">What embeddings are made with.</param>
/// <param name="size">Length of an embedding.</param>
/// <param name="folder">Where embeddings are kept.</param>
/// <param name="open">Opens the text tower, unless it is open.</param>
/// <param name="logger">Is told of names that are cut, and of embeddings that cannot be kept.</param>
internal sealed class NameEmbeddings(TextOrigin origin, int size, string folder, Func<CancellationToken, ITextEncoder> open, ILogger logger)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> pending = new(StringComparer.Ordinal);
    private readonly Lazy<TextEmbeddingCache> cache = new(() =>
        new TextEmbeddingCache(folder, $"{origin.Hash}-{origin.Variant}", origin.Templates, size));

    /// <summary>What embeddings are made with.</summary>
    public TextOrigin Origin => origin;

    /// <summary>Embeds names with a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Where it is from.</param>
    /// <param name="options">Templates and synonyms, the model's own filled in.</param>
    /// <param name="logger">Is told of names that are cut, and of embeddings that cannot be kept.</param>
    public static NameEmbeddings From(VisionLanguageModel model, ModelSource source, TextOptions options, ILogger logger) => new(
        new TextOrigin(source.DisplayName, model.Hash, model.Variant, options.Templates!, options.Synonyms!.Value),
        model.ImageConfig.EmbeddingSize,
        Path.Combine(model.CacheFolder, "texts"),
        model.OpenTexts,
        logger);

    /// <summary>Embeds a vocabulary's classes.</summary>
    public TextClassifier Embed(Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        string[] texts = [.. vocabulary.Classes.SelectMany(c => c.Synonyms).Distinct(StringComparer.Ordinal)];
        var embeddings = Embed(texts, cancellationToken);
        var rows = new List<float[]>();
        var classOfRow = new List<int>();
        for (int c = 0; c < vocabulary.Classes.Count; c++)
        {
            var synonyms = vocabulary.Classes[c].Synonyms.Select(text => embeddings[text]).ToArray();
            // Background names are different things ("wall", "floor"), not words for one: their mean would be near none of them.
            bool best = origin.Synonyms != SynonymMode.Average || vocabulary.Classes[c].IsBackground;
            float[][] own = best ? synonyms : [Mean(synonyms)];
            rows.AddRange(own);
            classOfRow.AddRange(Enumerable.Repeat(c, own.Length));
        }

        return new TextClassifier(
            vocabulary,
            [.. rows.SelectMany(row => row)],
            [.. classOfRow],
            size,
            origin.Synonyms == SynonymMode.BestProbability,
            origin.Synonyms == SynonymMode.BestName,
            origin);
    }

    private Dictionary<string, float[]> Embed(string[] texts, CancellationToken cancellationToken)
    {
        var result = new Dictionary<string, float[]>(StringComparer.Ordinal);
        while (true)
        {
            var own = new List<(string Text, TaskCompletionSource Done)>();
            var others = new List<Task>();
            try
            {
                foreach (var text in texts)
                {
                    if (result.ContainsKey(text) || Find(text, result)) continue;
                    var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    var known = pending.GetOrAdd(text, done);
                    if (known == done) own.Add((text, done));
                    else others.Add(known.Task);
                }

                // Looked up again: someone may have finished a text just before it became ours.
                string[] missing = [.. own.Select(one => one.Text).Where(text => !Find(text, result))];
                if (missing.Length > 0) Compute(missing, texts.Length, result, cancellationToken);
            }
            finally
            {
                // Failed and cancelled ones too: who waits for a text looks it up, and where it is not there embeds it.
                foreach (var (text, done) in own)
                {
                    pending.TryRemove(text, out _);
                    done.SetResult();
                }
            }

            if (others.Count == 0) return result;
            Task.WhenAll(others).Wait(cancellationToken);
        }
    }

    private bool Find(string text, Dictionary<string, float[]> result)
    {
        var row = new float[size];
        return cache.Value.TryGet(text, row) && result.TryAdd(text, row);
    }

    private void Compute(string[] texts, int total, Dictionary<string, float[]> result, CancellationToken cancellationToken)
    {
        logger.LogDebug("Embedding {Count} of {Total} names with the text tower.", texts.Length, total);
        foreach (var (text, row) in Compute(texts, cancellationToken))
        {
            result.Add(text, row);
            cache.Value.Add(text, row);
        }

        try
        {
            cache.Value.Save();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever it is: the embeddings are in memory, and a cache that cannot be kept costs nothing but time.
            logger.LogWarning("The text embeddings cannot be kept, and are computed again by the next run: {Error}", error.Message);
        }
    }

    private IEnumerable<(string Text, float[] Row)> Compute(string[] texts, CancellationToken cancellationToken)
    {
        string[] prompts = [.. texts.SelectMany(origin.Templates.Fill)];
        var cut = new HashSet<int>();
        var encoder = open(cancellationToken);
        var features = encoder.Encode(prompts, cut, cancellationToken);
        int each = origin.Templates.Templates.Count;
        for (int i = 0; i < texts.Length; i++)
        {
            if (Enumerable.Range(i * each, each).Any(cut.Contains))
            {
                logger.LogWarning(
                    "The name '{Name}' is too long for this model's {Length} tokens: its end is not read.",
                    texts[i],
                    encoder.ContextLength);
            }

            float[] row = Mean([.. Enumerable.Range(i * each, each).Select(p => features[(p * size)..((p + 1) * size)])]);
            encoder.Complete(row);
            yield return (texts[i], row);
        }
    }

    private float[] Mean(float[][] rows)
    {
        var sum = new float[size];
        foreach (var row in rows) TensorPrimitives.Add(sum, row, sum);
        return UnitLength.Of(sum);
    }
}
