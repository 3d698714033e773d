namespace MaskClip.Dense;

/// <summary>The photo's one vector, the mean of all positions, everywhere: what a classifier sees.</summary>
internal sealed record WholePicture : PositionMixing;
