namespace MaskClip;

/// <summary>What the weight of one token in another's attention is read from; several are added before the softmax.</summary>
[Flags]
public enum Similarities
{
    /// <summary>Nothing: the softmax sees only the neighbor bias.</summary>
    None = 0,

    /// <summary>No attention at all: each token keeps its own value (MaskCLIP, section 3.3). Stands alone in its term.</summary>
    Identity = 1,

    /// <summary>Queries with keys: CLIP as it is.</summary>
    QueryKey = 2,

    /// <summary>Queries with queries.</summary>
    QueryQuery = 4,

    /// <summary>Keys with keys.</summary>
    KeyKey = 8,

    /// <summary>Values with values.</summary>
    ValueValue = 16,
}
