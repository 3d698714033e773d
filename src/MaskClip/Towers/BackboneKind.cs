namespace MaskClip.Towers;

/// <summary>Which residual network: CLIP's own, one that a student can have, or a classifier's.</summary>
public enum BackboneKind
{
    /// <summary>ResNet-v1c: a stem of three convolutions and a maximum pool, blocks of two 3x3 convolutions (ResNet-18).</summary>
    Basic,

    /// <summary>ResNet-v1c with bottleneck blocks (ResNet-50 and 101).</summary>
    Bottleneck,

    /// <summary>CLIP's ModifiedResNet: average pools in place of strides.</summary>
    Clip,

    /// <summary>The original ResNet with basic blocks (ResNet-18 and 34): a stem of one 7x7 convolution and a maximum pool.</summary>
    PlainBasic,

    /// <summary>The original ResNet with bottleneck blocks (ResNet-50 and up).</summary>
    PlainBottleneck,
}
