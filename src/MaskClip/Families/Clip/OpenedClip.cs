using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>The CLIP model behind a segmenter: its architecture and its weights, while the segmenter is not disposed.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Config">The architecture, and the conventions with which it was opened.</param>
/// <param name="LogitScale">What the trained model multiplies cosines by before its softmax.</param>
/// <param name="Checkpoint">The weights; closed with the segmenter.</param>
public sealed record OpenedClip(ClipConfig Config, float LogitScale, Checkpoint Checkpoint);
