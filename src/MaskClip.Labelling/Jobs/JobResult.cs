namespace MaskClip.Labelling.Jobs;

/// <summary>What came out of a job.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Photos">Photos with labels.</param>
/// <param name="Failed">Photos without.</param>
public sealed record JobResult(long Photos, long Failed);
