namespace MaskClip.Clip;

/// <summary>How a CLIP model is opened.</summary>
internal sealed record ClipModelOptions
{
    /// <summary>Replaces the activation that the configuration names.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Replaces the epsilon of the layer normalisations.</summary>
    public float? Epsilon { get; init; }

    /// <summary>Threads of the engine; 0 takes one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Where graphs and text embeddings are kept.</summary>
    public string CacheFolder { get; init; } = Storage.CacheFolder.Default;
}
