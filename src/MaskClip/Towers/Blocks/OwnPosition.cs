namespace MaskClip;

/// <summary>Each position by itself: MaskCLIP's idea (section 3.3), which a network without attention follows as it is.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed record OwnPosition : PositionMixing
{
    /// <inheritdoc/>
    internal override string Formula => "OwnPosition { }";
}
