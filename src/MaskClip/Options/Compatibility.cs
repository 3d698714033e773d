namespace MaskClip;

/// <summary>Whose conventions are followed where the paper's released code departs from CLIP.</summary>
public enum Compatibility
{
    /// <summary>
    /// What the weights were trained with (QuickGELU or what the configuration says, eps 1e-5, CLIP's mean and deviation), keys compared
    /// per position.
    /// </summary>
    Clip,

    /// <summary>
    /// What the published code does: exact GELU, eps 1e-6, ImageNet's mean and deviation, keys normalized over positions. Propagation
    /// (<see cref="SegmentationOptions.Propagation"/>) is that of PEARL's published code.
    /// </summary>
    Released,
}
