using MaskClip.Labelling.Work;

namespace MaskClip.Label.Workers;

/// <summary>A loaded model with the names that a job looks for.</summary>
/// <param name="Model">The model.</param>
/// <param name="Named">The model with its names.</param>
/// <param name="Way">How photos become labels.</param>
/// <param name="Settings">Everything that labels depend on, by name.</param>
internal sealed record LoadedLabeling(
    Segmenter Model,
    ISegmenter Named,
    IPhotoLabeling Way,
    IReadOnlyDictionary<string, string> Settings) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
