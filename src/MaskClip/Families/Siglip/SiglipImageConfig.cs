using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>SigLIP's image tower.</summary>
/// <param name="Transformer">Its transformer, and its head's width and heads.</param>
/// <param name="Activation">The perceptrons' activation.</param>
/// <param name="Epsilon">What normalizations add to the variance.</param>
internal sealed record SiglipImageConfig(VisionTransformerConfig Transformer, Activation Activation, float Epsilon)
{
    /// <summary>
    /// How position embeddings are resized to another grid: timm's antialiased cubic convolution; <see langword="null"/> for transformers'
    /// plain one.
    /// </summary>
    public ResampleFilter? Positions { get; init; }

    /// <summary>How a whole photo is brought to the square of the training images.</summary>
    public ResampleFilter Resize { get; init; } = ResampleFilter.Bicubic;

    /// <summary>Mean of red, green, blue (0..1) subtracted from the input.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0.5f, 0.5f, 0.5f];

    /// <summary>Deviation of red, green, blue (0..1) that the input is divided by.</summary>
    public IReadOnlyList<float> Std { get; init; } = [0.5f, 0.5f, 0.5f];
}
