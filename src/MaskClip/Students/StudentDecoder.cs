namespace MaskClip.Students;

/// <summary>What stands between a student's backbone and its classifier.</summary>
internal enum StudentDecoder
{
    /// <summary>DeepLabv2: dilated 3x3 convolutions side by side, summed (ASPPHeadV2 of the released code).</summary>
    DeepLabV2,

    /// <summary>
    /// DeepLabv3+: image pooling and depthwise separable dilated convolutions, merged with the first stage's map at stride 4.
    /// </summary>
    DeepLabV3Plus,

    /// <summary>A linear layer that reads the features of four quarters from every patch of CLIP's transformer.</summary>
    Linear,
}
