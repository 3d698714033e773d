namespace MaskClip.Families.Siglip;

/// <summary>
/// What a layout's configuration, and the code that it is for, say beyond tensors: the same weights have two correct answers.
/// </summary>
internal interface ISiglipConventions
{
    /// <summary>The image tower.</summary>
    /// <exception cref="CheckpointException">The configuration says what is not computed.</exception>
    SiglipImageConfig Image(SiglipSizes sizes);

    /// <summary>The text tower.</summary>
    /// <exception cref="CheckpointException">The configuration says what is not computed.</exception>
    SiglipTextConfig Text(SiglipSizes sizes);
}
