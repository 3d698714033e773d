namespace MaskClip.Towers;

/// <summary>A CLIP model's architecture and the conventions its weights expect.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Image">The image tower, if the checkpoint has one.</param>
/// <param name="Text">The text tower, if the checkpoint has one.</param>
/// <param name="Activation">The MLPs' activation; the text tower can have another (<see cref="TextActivation"/>).</param>
/// <param name="Epsilon">What layer normalization adds to the variance; the text tower can have another
/// (<see cref="TextEpsilon"/>).</param>
/// <param name="Mean">Mean of red, green, blue (0..1) subtracted from the input.</param>
/// <param name="Std">Deviation of red, green, blue (0..1) that the input is divided by.</param>
/// <param name="Warnings">What had to be guessed.</param>
public sealed record ClipConfig(
    ImageTowerConfig? Image,
    TextTowerConfig? Text,
    Activation Activation,
    float Epsilon,
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> Std,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The text tower's activation.</summary>
    public Activation TextActivation { get; init; } = Activation;

    /// <summary>What the text tower's layer normalizations add to the variance.</summary>
    public float TextEpsilon { get; init; } = Epsilon;

    /// <summary>Where the activation was read: a field, a default, or a guess.</summary>
    public string ActivationOrigin { get; init; } = "";

    /// <summary>openai/CLIP's normalization (<c>clip.py</c>, <c>_transform</c>).</summary>
    public static IReadOnlyList<float> ClipMean { get; } = [0.48145466f, 0.4578275f, 0.40821073f];

    /// <inheritdoc cref="ClipMean"/>
    public static IReadOnlyList<float> ClipStd { get; } = [0.26862954f, 0.26130258f, 0.27577711f];

    /// <summary>ImageNet's normalization, which MaskCLIP's released configurations use.</summary>
    public static IReadOnlyList<float> ImageNetMean { get; } = [123.675f / 255, 116.28f / 255, 103.53f / 255];

    /// <inheritdoc cref="ImageNetMean"/>
    public static IReadOnlyList<float> ImageNetStd { get; } = [58.395f / 255, 57.12f / 255, 57.375f / 255];
}
