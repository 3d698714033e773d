namespace MaskClip.Evaluation;

/// <summary>One cell of a confusion matrix that is not empty.</summary>
/// <param name="Truth">True class index.</param>
/// <param name="Prediction">Predicted class index, or <see cref="Segmentation.Ignore"/> for none.</param>
/// <param name="Pixels">Pixels of this truth that got this prediction.</param>
public readonly record struct ConfusionCell(int Truth, int Prediction, long Pixels);
