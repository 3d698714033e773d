using Microsoft.Extensions.Logging;

namespace MaskClip.Model;

/// <summary>What embeds a model's names, one for each way of embedding them: those of one way share their cache.</summary>
/// <param name="model">The model.</param>
/// <param name="source">Where it is from.</param>
/// <param name="logger">Is told of names that are cut, and of embeddings that cannot be kept.</param>
internal sealed class TextEmbedders(VisionLanguageModel model, ModelSource source, ILogger logger)
{
    // Past this many ways it starts over: their caches are files.
    private const int Max = 16;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Templates, SynonymMode Synonyms, AutomaticBackgroundOptions? Background), NameEmbeddings> made = [];

    /// <summary>What embeds names in a way.</summary>
    /// <param name="options">The way, the model's own filled in.</param>
    public NameEmbeddings Get(TextOptions options)
    {
        var way = (options.Templates!.Hash(), options.Synonyms!.Value, options.AutomaticBackground);
        lock (gate)
        {
            if (made.TryGetValue(way, out var known)) return known;
            if (made.Count >= Max) made.Clear();
            return made[way] = NameEmbeddings.From(model, source, options, logger);
        }
    }
}
