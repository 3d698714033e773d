namespace MaskClip.Labelling.Shards;

/// <summary>A photo that could not be labeled.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Name">What annotations would call it.</param>
/// <param name="Location">Where it lies.</param>
/// <param name="Error">What went wrong.</param>
public sealed record FailedPhoto(string Name, string Location, string Error);
