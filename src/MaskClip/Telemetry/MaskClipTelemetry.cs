namespace MaskClip;

/// <summary>What this library measures of itself, with .NET's own instruments: nobody is told unless somebody listens.</summary>
/// <remarks>
/// The <see cref="System.Diagnostics.Metrics.Meter"/> and the <see cref="System.Diagnostics.ActivitySource"/> of this name have
/// <c>maskclip.photos</c> (photos embedded), <c>maskclip.stage.duration</c> (seconds, with the tag <c>stage</c>: decode, embed, text,
/// score, refine, write), <c>maskclip.texts</c> (texts looked up, with the tag <c>cached</c>), and a span <c>maskclip.STAGE</c> for each
/// stage. Safe to use from several threads.
/// </remarks>
public static class MaskClipTelemetry
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "MaskClip";
}
