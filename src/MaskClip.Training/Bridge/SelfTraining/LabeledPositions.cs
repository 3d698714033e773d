namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>A photo's positions with a name each.</summary>
/// <param name="Photo">The photo's number.</param>
/// <param name="Labels">A name for every position, row by row.</param>
internal sealed record LabeledPositions(int Photo, int[] Labels);
