namespace MaskClip.Training.Contrastive.Validation;

/// <summary>What a model reached on the evaluation photos.</summary>
/// <param name="ZeroShot">Share of photos, 0..1, whose nearest name, by plain CLIP's embedding of the whole photo, is something that is in
/// them.</param>
/// <param name="MaskClip">mIoU of the <c>maskclip</c> method, 0..1.</param>
/// <param name="Clip">mIoU of the <c>clip</c> method, 0..1.</param>
/// <param name="Classes">IoU of each class by <c>maskclip</c>; <see langword="null"/> for those that occur neither in truth nor in
/// prediction.</param>
public sealed record ModelMetrics(double ZeroShot, double MaskClip, double Clip, IReadOnlyList<double?> Classes);
