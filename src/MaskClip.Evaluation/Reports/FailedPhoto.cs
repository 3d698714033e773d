namespace MaskClip.Evaluation;

/// <summary>A photo that could not be evaluated.</summary>
/// <param name="Id">The photo's id.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record FailedPhoto(string Id, string Fault);
