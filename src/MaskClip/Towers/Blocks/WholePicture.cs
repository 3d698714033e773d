namespace MaskClip;

/// <summary>The photo's one vector, the mean of all positions, everywhere: what a classifier sees.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed record WholePicture : PositionMixing
{
    /// <inheritdoc/>
    internal override string Formula => "WholePicture { }";
}
