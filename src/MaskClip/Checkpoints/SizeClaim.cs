namespace MaskClip.Checkpoints;

/// <summary>A size that a configuration states, and that the tensors must have: else it is another model's configuration.</summary>
/// <param name="Size">Which size.</param>
/// <param name="Field">The field that states it.</param>
/// <param name="Value">What it says; blocks of a ResNet's stages with dashes.</param>
internal sealed record SizeClaim(ModelSize Size, string Field, string Value);
