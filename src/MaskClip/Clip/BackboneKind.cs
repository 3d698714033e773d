namespace MaskClip.Clip;

/// <summary>Which residual network: CLIP's own, or one that a student can have.</summary>
internal enum BackboneKind
{
    /// <summary>ResNet-v1c: a stem of three convolutions and a maximum pool, blocks of two 3x3 convolutions (ResNet-18).</summary>
    Basic,

    /// <summary>ResNet-v1c with bottleneck blocks (ResNet-50 and 101).</summary>
    Bottleneck,

    /// <summary>CLIP's ModifiedResNet: average pools in place of strides.</summary>
    Clip,
}
