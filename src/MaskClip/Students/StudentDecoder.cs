namespace MaskClip.Students;

/// <summary>What stands between a student's backbone and its classifier.</summary>
public enum StudentDecoder
{
    /// <summary>DeepLabv2: dilated 3x3 convolutions side by side, summed (ASPPHeadV2 of the released code).</summary>
    DeepLabV2,

    /// <summary>
    /// DeepLabv3+: image pooling and depthwise separable dilated convolutions, merged with the first stage's map at stride 4.
    /// </summary>
    DeepLabV3Plus,

    /// <summary>PSPNet: means over 1, 2, 3 and 6 regions a side beside the last map, merged by a 3x3 convolution.</summary>
    PspNet,

    /// <summary>
    /// A linear map of the last stage, as a bridge model has it, and beside it dilated convolutions whose sum begins at zero; features have
    /// unit length.
    /// </summary>
    Context,

    /// <summary>A linear layer that reads the features of four quarters from every patch of CLIP's transformer.</summary>
    Linear,
}
