namespace MaskClip.Quantization;

/// <summary>In which form a linear layer's matrix is put into a weight file; graphs are emitted for what they find there.</summary>
internal enum LayerForm
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>8-bit integers.</summary>
    Int8,

    /// <summary>Both, for measuring one against the other: the graph has a gate for the layer.</summary>
    Both,
}
