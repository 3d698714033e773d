namespace MaskClip.Training.Bridge.Features;

/// <summary>A photo that was left out.</summary>
/// <param name="Name">Where it is.</param>
/// <param name="Reason">Why it could not be read.</param>
internal sealed record SkippedPhoto(string Name, string Reason);
