using MaskClip.Training.Engine;
using MaskClip.Training.Optimization;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Supervision;

/// <summary>
/// Self-training: the student's own best class among those that are open, for every pixel without truth (released code,
/// <c>assign_label</c>).
/// </summary>
internal static class OwnLabels
{
    /// <summary>Fills in unlabeled pixels.</summary>
    /// <param name="labels">int64 <c>[n, H, W]</c>.</param>
    /// <param name="logits"><c>[n, classes, h, w]</c> of the present step; no gradient flows through them.</param>
    /// <param name="open">int64: the classes that may be given.</param>
    /// <returns>New labels.</returns>
    public static Tensor FillIn(Tensor labels, Tensor logits, Tensor open)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var upsampled = Resampling.Bilinear(logits.detach().index_select(1, open), labels.shape[1], labels.shape[2]);
        var own = open.index_select(0, upsampled.argmax(1).flatten()).view(labels.shape);
        return where(labels.Is(TrainingLabels.Unlabeled), own, labels).MoveToOuterDisposeScope();
    }
}
