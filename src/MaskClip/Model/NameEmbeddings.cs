using System.Collections.Concurrent;
using MaskClip.Results;
using MaskClip.Storage;
using MaskClip.Telemetry;
using MaskClip.Words;
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
/// <param name="background">How names without a background get one; <see langword="null"/> where they get none.</param>
/// <param name="completes">Whether the mean of a name's sentences becomes the name's vector, where a model does something to it.</param>
internal sealed class NameEmbeddings(
    TextOrigin origin,
    int size,
    string folder,
    Func<CancellationToken, ITextEncoder> open,
    ILogger logger,
    AutomaticBackgroundOptions? background = null,
    bool completes = true)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> pending = new(StringComparer.Ordinal);
    private readonly Lazy<TextEmbeddingCache> cache = new(() =>
        new TextEmbeddingCache(folder, $"{origin.Hash}-{origin.Variant}", origin.Templates, size));

    // One sentence is enough to tell what is near what, where a model's templates are 85.
    private readonly Lazy<NameEmbeddings> plain = new(() => new NameEmbeddings(
        new TextOrigin(origin.Name, origin.Hash, origin.Variant, PromptTemplates.Simple, origin.Synonyms), size, folder, open, logger));

    // Names that are sentences already, so that each is embedded and kept once, whatever selection of templates asks for it.
    private readonly Lazy<NameEmbeddings> sentences = new(() => new NameEmbeddings(
        new TextOrigin(origin.Name, origin.Hash, $"{origin.Variant}-sentences", PromptTemplates.Of("sentences", ["{}"]), origin.Synonyms),
        size,
        folder,
        open,
        logger,
        completes: false));

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
        logger,
        options.AutomaticBackground);

    /// <summary>Embeds a vocabulary's classes.</summary>
    public TextClassifier Embed(Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        bool chosen = background is not null && !vocabulary.Classes[0].IsBackground;
        if (chosen) vocabulary = vocabulary.WithBackground(ChooseBackground(vocabulary, cancellationToken));
        string[] texts = Names(vocabulary);
        var embeddings = Embed(texts, cancellationToken);
        var (rows, classOfRow) = NameRows.Of(vocabulary, origin.Synonyms, text => embeddings[text]);
        return new TextClassifier(
            vocabulary,
            rows,
            classOfRow,
            size,
            origin.Synonyms == SynonymMode.BestProbability,
            origin.Synonyms == SynonymMode.BestName || chosen,
            origin);
    }

    /// <summary>A vocabulary's names in each template by itself; sentences that were embedded before come from their own cache.</summary>
    /// <param name="vocabulary">The classes, with their background.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public TemplateRows InTemplates(Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        var names = Names(vocabulary).ToDictionary(name => name, name => origin.Templates.Fill(name).ToArray(), StringComparer.Ordinal);
        string[] all = [.. names.Values.SelectMany(texts => texts).Distinct(StringComparer.Ordinal)];
        var embeddings = sentences.Value.Embed(all, cancellationToken);
        var encoder = open(cancellationToken);
        return new TemplateRows(
            vocabulary,
            origin.Synonyms,
            names.ToDictionary(
                one => one.Key,
                one => (IReadOnlyList<float[]>)[.. one.Value.Select(text => embeddings[text])],
                StringComparer.Ordinal),
            row => encoder.Complete(row));
    }

    private static string[] Names(Vocabulary vocabulary) =>
        [.. vocabulary.Classes.SelectMany(one => one.Synonyms).Distinct(StringComparer.Ordinal)];

    private IReadOnlyList<string> ChooseBackground(Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        string[] names = Names(vocabulary);
        var embeddings = plain.Value.Embed([.. BackgroundCandidates.All.Concat(names).Distinct(StringComparer.Ordinal)], cancellationToken);
        return BackgroundWords.Choose(BackgroundCandidates.All, names, embeddings, background!);
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
                Stage.CountTexts(own.Count == 0 ? texts.Length : texts.Length - missing.Length, missing.Length);
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
        using var stage = Stage.Begin(Stage.Text);
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

            float[] row = NameRows.Mean([.. Enumerable.Range(i * each, each).Select(p => features[(p * size)..((p + 1) * size)])]);
            if (completes) encoder.Complete(row);
            yield return (texts[i], row);
        }
    }
}
