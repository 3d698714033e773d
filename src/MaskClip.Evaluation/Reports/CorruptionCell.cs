namespace MaskClip.Evaluation;

/// <summary>One cell of the robustness table.</summary>
/// <param name="Kind">What was done to the photos.</param>
/// <param name="Level">Severity, 1 to 5.</param>
/// <param name="Photos">Photos that were evaluated.</param>
/// <param name="MeanIoU">mIoU, with its interval.</param>
public sealed record CorruptionCell(Corruption Kind, int Level, int Photos, Interval MeanIoU);
