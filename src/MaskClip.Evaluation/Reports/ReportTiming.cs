namespace MaskClip.Evaluation;

/// <summary>When a report was made and how fast.</summary>
/// <param name="Finished">When it was finished, UTC.</param>
/// <param name="Photos">Photos that this process evaluated; fewer than all when it went on with an earlier run.</param>
/// <param name="Seconds">What they took.</param>
/// <param name="EngineSeconds">The part of it in which the engine worked.</param>
public sealed record ReportTiming(DateTimeOffset Finished, int Photos, double Seconds, double EngineSeconds)
{
    /// <summary>Photos a second; NaN when none was evaluated.</summary>
    public double PhotosPerSecond => Photos == 0 ? double.NaN : Photos / Seconds;
}
