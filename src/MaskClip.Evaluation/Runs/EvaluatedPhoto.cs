namespace MaskClip.Evaluation;

/// <summary>A photo that a run is done with.</summary>
/// <param name="Tally">What was counted, or <see langword="null"/> when it failed.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="FromJournal">Whether an earlier run evaluated it.</param>
public sealed record EvaluatedPhoto(PhotoTally? Tally, FailedPhoto? Failure, bool FromJournal);
