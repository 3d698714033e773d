namespace MaskClip.Evaluation;

/// <summary>The metrics of a segmentation, as mmsegmentation computes them: all shares 0..1.</summary>
/// <remarks>
/// A mean over classes leaves out those for which the metric is NaN: for the IoU, classes that are neither in truth nor in prediction; for
/// accuracy and recall, classes without true pixels; for precision, classes never predicted.
/// </remarks>
/// <param name="Classes">One entry a class, by index.</param>
public sealed record SegmentationMetrics(IReadOnlyList<ClassMetrics> Classes)
{
    /// <summary>Mean intersection over union: mIoU.</summary>
    public double MeanIoU => Mean(one => one.IoU);

    /// <summary>Mean class accuracy: mAcc.</summary>
    public double MeanAccuracy => Mean(one => one.Accuracy);

    /// <summary>Share of all pixels that got their class: aAcc.</summary>
    public double OverallAccuracy => Sum(one => one.Pixels.Correct) / (double)Sum(one => one.Pixels.Truth);

    /// <summary>Mean of the IoU weighted with the classes' true areas: fwIoU.</summary>
    public double FrequencyWeightedIoU =>
        Classes.Where(one => one.Pixels.Truth > 0).Sum(one => one.Pixels.Truth * one.IoU) / Sum(one => one.Pixels.Truth);

    /// <summary>Mean Dice coefficient.</summary>
    public double MeanDice => Mean(one => one.Dice);

    /// <summary>Mean precision.</summary>
    public double MeanPrecision => Mean(one => one.Precision);

    /// <summary>Mean recall.</summary>
    public double MeanRecall => Mean(one => one.Recall);

    /// <summary>Mean F-score.</summary>
    public double MeanFScore => Mean(one => one.FScore);

    /// <summary>The metrics of all counted pixels.</summary>
    /// <param name="matrix">The counts.</param>
    public static SegmentationMetrics From(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return From(matrix.ToClassPixels(), matrix.Classes);
    }

    /// <summary>The metrics of several photos' areas together.</summary>
    /// <param name="areas">Areas of classes, in any order; those of the same class are added.</param>
    /// <param name="classes">Number of classes.</param>
    public static SegmentationMetrics From(IEnumerable<ClassPixels> areas, int classes)
    {
        ArgumentNullException.ThrowIfNull(areas);
        var total = new ClassPixels[classes];
        for (int c = 0; c < classes; c++) total[c] = new ClassPixels(c, 0, 0, 0);
        foreach (var area in areas) total[area.Class] = total[area.Class].With(area);
        return new SegmentationMetrics([.. total.Select(one => new ClassMetrics(one))]);
    }

    /// <summary>The mIoU of seen and unseen classes apart, as zero-shot segmentation reports it.</summary>
    /// <param name="unseen">Indices of the classes that had no ground truth in training, as <see cref="Vocabulary.Unseen"/>.</param>
    public SeenUnseenIoU SeenAndUnseen(IReadOnlyCollection<int> unseen)
    {
        ArgumentNullException.ThrowIfNull(unseen);
        return new SeenUnseenIoU(
            Mean(one => unseen.Contains(one.Pixels.Class) ? double.NaN : one.IoU),
            Mean(one => unseen.Contains(one.Pixels.Class) ? one.IoU : double.NaN));
    }

    private double Mean(Func<ClassMetrics, double> metric) =>
        Classes.Select(metric).Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();

    private long Sum(Func<ClassMetrics, long> pixels) => Classes.Sum(pixels);
}
