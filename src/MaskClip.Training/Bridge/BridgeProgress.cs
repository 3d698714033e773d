namespace MaskClip.Training.Bridge;

/// <summary>Where a run is.</summary>
/// <param name="Work">What is done.</param>
/// <param name="Done">Photos or steps that are done.</param>
/// <param name="All">All photos or steps of this work.</param>
/// <param name="Remaining">Time to the end of this work at the speed until now.</param>
public sealed record BridgeProgress(BridgeWork Work, int Done, int All, TimeSpan Remaining)
{
    /// <summary>The round of self-training, 0 for the first training.</summary>
    public int Round { get; init; }

    /// <summary>Photos that an earlier run had left done.</summary>
    public int Found { get; init; }

    /// <summary>What the last step gave, while training.</summary>
    public BridgeReport? Last { get; init; }

    /// <summary>Something to say once: what was found or left out.</summary>
    public string? Note { get; init; }
}
