using MaskClip.Training.Engine;
using MaskClip.Training.Supervision;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Optimization;

/// <summary>What a student is trained to lower.</summary>
internal static class StudentLoss
{
    /// <summary>
    /// Mean cross-entropy of upsampled logits at label size; the mean is over all pixels, ignored ones counting 0, as in mmseg 0.x.
    /// </summary>
    /// <remarks>So an image of which little is labeled weighs little, and one without any label gives 0 instead of NaN.</remarks>
    /// <param name="logits"><c>[n, classes, h, w]</c>.</param>
    /// <param name="labels">int64 <c>[n, H, W]</c>, 255 ignored.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var upsampled = Resampling.Bilinear(logits, labels.shape[1], labels.shape[2]);
        var sum = functional.cross_entropy(upsampled, labels, ignore_index: TrainingLabels.Ignore, reduction: Reduction.Sum);
        return sum.Times(1.0 / labels.numel()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Mean absolute difference of the student's features and the teacher's, at the student's positions whose label is not ignored
    /// (or is not known).
    /// </summary>
    /// <remarks>
    /// The released code compares at label size, and after detaching the student's features, so that its distillation has no gradient. Here
    /// it has one, and the comparison is at the student's own grid: the same mean up to interpolation, at a 64th of the memory.
    /// </remarks>
    /// <param name="features">The student's, <c>[n, d, h, w]</c>.</param>
    /// <param name="teacher">The teacher's, unit length, <c>[n, d, h', w']</c>.</param>
    /// <param name="labels">int64 <c>[n, H, W]</c>.</param>
    /// <param name="labeled">Whether positions with truth are compared too (<c>distill_labeled</c>).</param>
    public static Tensor Distillation(Tensor features, Tensor teacher, Tensor labels, bool labeled = true)
    {
        using var scope = NewDisposeScope();
        long height = features.shape[2], width = features.shape[3];
        var target = Resampling.Bilinear(teacher, height, width);
        var sampled = functional.interpolate(
            labels.unsqueeze(1).to(ScalarType.Float32), size: [height, width], mode: InterpolationMode.Nearest);
        var compared = labeled ? sampled.IsNot(TrainingLabels.Ignore) : sampled.Is(TrainingLabels.Unlabeled);
        var known = compared.to(features.dtype);
        var difference = (features - target).abs().mean([1L], keepdim: true) * known;
        return (difference.sum() / known.sum().AtLeast(1)).MoveToOuterDisposeScope();
    }
}
