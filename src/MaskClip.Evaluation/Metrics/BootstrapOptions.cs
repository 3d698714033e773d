namespace MaskClip.Evaluation;

/// <summary>How intervals are made.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many times photos are drawn anew. The default is 1000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The share of redrawn metrics that lie within the interval, between 0 and 1. The default is 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The seed of the draws: the same seed, the same interval, on every machine. The default is 0.</summary>
    public ulong Seed { get; init; }
}
