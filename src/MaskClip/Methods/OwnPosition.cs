namespace MaskClip.Dense;

/// <summary>Each position by itself: MaskCLIP's idea (section 3.3), which a network without attention follows as it is.</summary>
internal sealed record OwnPosition : PositionMixing;
