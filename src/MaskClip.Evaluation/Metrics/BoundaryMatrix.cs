using MaskClip.Evaluation.Metrics;

namespace MaskClip.Evaluation;

/// <summary>Boundary IoU (Cheng et al. 2021), streaming: how well the masks agree within a narrow band along their edges.</summary>
/// <remarks>
/// <para>
/// The band of a class in a label map are its pixels within <c>d</c> of a pixel that is not of the class, the picture's outside included:
/// the class's mask without its erosion by <c>d</c> steps of a 3x3 square, where d is <c>dilationRatio</c> times the picture's diagonal,
/// rounded, at least 1. Boundary IoU is the IoU of the bands of truth and prediction.
/// </para>
/// <para>
/// For semantic masks all of a class's objects in a photo make one mask, and bands are summed over photos before dividing, as the mIoU
/// sums areas. Pixels whose truth is ignored are cut from both maps first, so that what is unknown ends both bands alike.
/// </para>
/// </remarks>
public sealed class BoundaryMatrix
{
    private readonly ClassPixels[] bands;

    /// <summary>Creates an empty accumulator.</summary>
    /// <param name="classes">Number of classes, 1 to <see cref="Vocabulary.MaxClasses"/>.</param>
    /// <param name="dilationRatio">Width of the band as a share of the picture's diagonal, above 0 and at most 1.</param>
    public BoundaryMatrix(int classes, double dilationRatio = 0.02)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, Vocabulary.MaxClasses);
        if (dilationRatio is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dilationRatio), dilationRatio, "The dilation ratio must be above 0 and at most 1, as in 0.02.");
        }

        bands = [.. Enumerable.Range(0, classes).Select(c => new ClassPixels(c, 0, 0, 0))];
        DilationRatio = dilationRatio;
    }

    /// <summary>Number of classes.</summary>
    public int Classes => bands.Length;

    /// <summary>Width of the band as a share of the picture's diagonal.</summary>
    public double DilationRatio { get; }

    /// <summary>The bands' areas so far, one entry a class.</summary>
    public IReadOnlyList<ClassPixels> Bands => bands;

    /// <summary>Boundary IoU of each class, 0..1; NaN when it is neither in truth nor in prediction.</summary>
    public IReadOnlyList<double> IoU => [.. bands.Select(band => new ClassMetrics(band).IoU)];

    /// <summary>Mean of the classes' boundary IoU, NaN left out.</summary>
    public double MeanIoU => new SegmentationMetrics([.. bands.Select(band => new ClassMetrics(band))]).MeanIoU;

    /// <summary>Counts a photo.</summary>
    /// <param name="prediction">Class index or <see cref="Segmentation.Ignore"/> of each pixel.</param>
    /// <param name="truth">The same pixels' true class index or <see cref="Segmentation.Ignore"/>.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or there is an index that is not a class.</exception>
    public void Add(ReadOnlySpan<ushort> prediction, ReadOnlySpan<ushort> truth, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (prediction.Length != truth.Length || truth.Length != (long)width * height)
        {
            throw new ArgumentException(
                $"{prediction.Length} predicted and {truth.Length} true pixels do not fit {width}x{height}.", nameof(prediction));
        }

        ClassIndices.Check(prediction, Classes, nameof(prediction));
        ClassIndices.Check(truth, Classes, nameof(truth));
        int distance = Distance(width, height, DilationRatio);
        var called = prediction.ToArray();
        for (int i = 0; i < called.Length; i++)
        {
            if (truth[i] == Segmentation.Ignore) called[i] = Segmentation.Ignore;
        }

        var trueBand = BoundaryBand.Of(truth, width, height, distance);
        var calledBand = BoundaryBand.Of(called, width, height, distance);
        // What is outside of the bands is counted behind the classes.
        long[] truths = new long[Classes + 1], calls = new long[Classes + 1], both = new long[Classes + 1];
        for (int i = 0; i < trueBand.Length; i++)
        {
            int own = Math.Min(trueBand[i], (ushort)Classes), call = Math.Min(calledBand[i], (ushort)Classes);
            truths[own]++;
            calls[call]++;
            if (own == call) both[own]++;
        }

        for (int c = 0; c < Classes; c++) bands[c] = bands[c].With(new ClassPixels(c, truths[c], calls[c], both[c]));
    }

    /// <summary>Adds another accumulator's bands.</summary>
    /// <param name="other">One of as many classes and the same dilation ratio.</param>
    /// <exception cref="ArgumentException">It has another number of classes or ratio.</exception>
    public void Add(BoundaryMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes || other.DilationRatio != DilationRatio)
        {
            var error =
                $"Boundaries of {other.Classes} classes at {other.DilationRatio} cannot be added to those of {Classes} at {DilationRatio}.";
            throw new ArgumentException(error, nameof(other));
        }

        foreach (var band in other.bands) bands[band.Class] = bands[band.Class].With(band);
    }

    /// <summary>The band's width in pixels for a picture.</summary>
    internal static int Distance(int width, int height, double ratio) =>
        Math.Max(1, (int)Math.Round(ratio * Math.Sqrt((double)width * width + (double)height * height)));
}
