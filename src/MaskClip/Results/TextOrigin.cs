namespace MaskClip.Results;

/// <summary>What text embeddings were made with. Embeddings of another origin may have the same length and mean something else.</summary>
/// <param name="Name">The model's name, for people.</param>
/// <param name="Hash">Checksum of the model's bytes.</param>
/// <param name="Variant">The conventions that the model was opened with.</param>
/// <param name="Templates">The sentences that names were put into.</param>
/// <param name="Synonyms">How synonyms become one score.</param>
internal sealed record TextOrigin(string Name, string Hash, string Variant, PromptTemplates Templates, SynonymMode Synonyms)
{
    private readonly string templates = Templates.Hash();

    /// <summary>
    /// Whether features of the other's model can be compared with these embeddings, whatever it is called and whatever sentences names are
    /// put into.
    /// </summary>
    public bool IsSameModel(TextOrigin other) => Hash == other.Hash && Variant == other.Variant;

    /// <inheritdoc/>
    public override string ToString() =>
        $"model '{Name}' ({Hash[..Math.Min(12, Hash.Length)]}, {Variant}), templates '{Templates.Name}' ({templates[..8]}), synonyms " +
        $"{Synonyms}";
}
