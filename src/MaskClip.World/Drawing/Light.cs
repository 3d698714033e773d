namespace MaskClip.World.Drawing;

/// <summary>How a scene is lit and how it is drawn.</summary>
/// <param name="Side">Where the light comes from: -1 left to 1 right.</param>
/// <param name="Strength">How strongly it models, 0..1.</param>
/// <param name="Darkness">0 by day, more by night.</param>
/// <param name="Ink">The width of drawn outlines, in thousandths of a thing's size; 0 for none.</param>
/// <param name="Texture">How rough surfaces are, 0..1.</param>
internal sealed record Light(float Side, float Strength, float Darkness, int Ink, float Texture);
