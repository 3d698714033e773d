namespace MaskClip.Checkpoints;

/// <summary>What a configuration file beside the weights says that shapes cannot tell; null where it says nothing.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
public sealed record CheckpointHints
{
    /// <summary>No configuration file.</summary>
    internal static CheckpointHints None { get; } = new();

    /// <summary><c>quick_gelu</c>, <c>gelu</c> or <c>gelu_tanh</c>.</summary>
    public string? Activation { get; init; }

    /// <summary>The text tower's, where it is another.</summary>
    internal string? TextActivation { get; init; }

    /// <summary>Which field said the activation, or that none did.</summary>
    internal string? ActivationOrigin { get; init; }

    /// <summary>Added to the variance in every LayerNorm of both towers.</summary>
    public float? LayerNormEpsilon { get; init; }

    /// <summary>The text tower's, where it is another.</summary>
    internal float? TextLayerNormEpsilon { get; init; }

    /// <summary>Subtracted from red, green and blue in 0..1.</summary>
    public float[]? Mean { get; init; }

    /// <summary>Divides red, green and blue afterwards.</summary>
    public float[]? Std { get; init; }

    /// <summary>The id whose position the text feature is read at. Hugging Face reads 2 as "the highest id of the text".</summary>
    internal int? EndOfTextToken { get; init; }

    /// <summary>At which place a text is read, in open_clip's words: <c>argmax</c>, <c>eos</c>, <c>first</c> or <c>last</c>.</summary>
    internal string? TextPool { get; init; }

    /// <summary>Whether a text's tokens see those behind them.</summary>
    internal bool NoCausalMask { get; init; }

    /// <summary>Whether something is added behind the text projection.</summary>
    internal bool TextProjectionBias { get; init; }

    /// <summary>Attention heads of the image tower.</summary>
    public int? VisionHeads { get; init; }

    /// <summary>Attention heads of the text tower.</summary>
    public int? TextHeads { get; init; }

    /// <summary>Width of one attention head of the image tower.</summary>
    internal int? VisionHeadWidth { get; init; }

    /// <summary>Side of the square image the model was trained on, in pixels.</summary>
    internal int? ImageSize { get; init; }

    /// <summary>Sizes that the tensors must have.</summary>
    internal IReadOnlyList<SizeClaim> Sizes { get; init; } = [];

    /// <summary>The files that said so; empty when there are none.</summary>
    internal string Source { get; init; } = "";
}
