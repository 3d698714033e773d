namespace MaskClip.Dense;

/// <summary>What the last attention layer mixes.</summary>
internal enum LastAttention
{
    /// <summary>Nothing: each position keeps its own value (MaskCLIP, section 3.3 of the paper).</summary>
    Identity,

    /// <summary>Values over all positions by query-key similarity: CLIP as it is.</summary>
    QueryKey,
}
