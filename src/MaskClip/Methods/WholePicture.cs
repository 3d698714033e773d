namespace MaskClip;

/// <summary>The photo's one vector, the mean of all positions, everywhere: what a classifier sees.</summary>
public sealed record WholePicture : PositionMixing
{
    /// <inheritdoc/>
    internal override string Formula => "WholePicture { }";
}
