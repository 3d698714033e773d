using MaskClip.Towers;

namespace MaskClip;

/// <summary>What becomes of the pooling attention, a ResNet's only one.</summary>
public enum PoolingAttention
{
    /// <summary>Each position keeps its own value (MaskCLIP, section 3.3).</summary>
    Identity,

    /// <summary>Queries with keys, position embeddings left out: MaskCLIP's baseline.</summary>
    QueryKey,

    /// <summary>
    /// Values of unit length with each other, at 8 times the usual scale, position embeddings added (CLIP Surgery's ResNet form).
    /// </summary>
    UnitValues,
}
