using System.Numerics.Tensors;
using MaskClip.Evaluation.Metrics;

namespace MaskClip.Evaluation;

/// <summary>How many pixels of each true class got which class: streaming, photo after photo, in the memory of one matrix.</summary>
/// <remarks>
/// Pixels whose truth is <see cref="Segmentation.Ignore"/> are not counted. A prediction of <see cref="Segmentation.Ignore"/> ("none of the
/// classes") is a miss of the true class and belongs to no predicted class, as in mmseg, whose histogram drops it from the predicted areas
/// only. It has a column of its own: <c>matrix[truth, Segmentation.Ignore]</c>. Not thread safe; count in several matrices and add them.
/// </remarks>
public sealed class ConfusionMatrix
{
    /// <summary>The most classes: a matrix of them takes 128 MiB.</summary>
    public const int MaxClasses = 4096;

    private readonly long[] counts;

    /// <summary>Creates an empty matrix.</summary>
    /// <param name="classes">Number of classes, 1 to <see cref="MaxClasses"/>.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, MaxClasses);
        Classes = classes;
        counts = new long[classes * (classes + 1)];
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of counted pixels.</summary>
    public long Pixels => counts.Sum();

    /// <summary>Pixels of a true class that got a class.</summary>
    /// <param name="truth">True class index.</param>
    /// <param name="prediction">Predicted class index, or <see cref="Segmentation.Ignore"/> for those that got none.</param>
    public long this[int truth, int prediction]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(truth);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(truth, Classes);
            ArgumentOutOfRangeException.ThrowIfNegative(prediction);
            if (prediction != Segmentation.Ignore) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(prediction, Classes);
            return counts[truth * (Classes + 1) + Math.Min(prediction, Classes)];
        }
    }

    /// <summary>Counts the pixels of a photo.</summary>
    /// <param name="prediction">Class index or <see cref="Segmentation.Ignore"/> of each pixel.</param>
    /// <param name="truth">The same pixels' true class index or <see cref="Segmentation.Ignore"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or an index is not a class; nothing is counted then.</exception>
    public void Add(ReadOnlySpan<ushort> prediction, ReadOnlySpan<ushort> truth)
    {
        if (prediction.Length != truth.Length)
        {
            throw new ArgumentException($"{prediction.Length} predicted pixels do not fit {truth.Length} true ones.", nameof(prediction));
        }

        ClassIndices.Check(prediction, Classes, nameof(prediction));
        ClassIndices.Check(truth, Classes, nameof(truth));
        int stride = Classes + 1;
        for (int i = 0; i < truth.Length; i++)
        {
            if (truth[i] != Segmentation.Ignore) counts[truth[i] * stride + Math.Min((int)prediction[i], Classes)]++;
        }
    }

    /// <summary>Adds another matrix's counts.</summary>
    /// <param name="other">A matrix of as many classes.</param>
    /// <exception cref="ArgumentException">It has another number of classes.</exception>
    public void Add(ConfusionMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
        {
            throw new ArgumentException($"A matrix of {other.Classes} classes cannot be added to one of {Classes}.", nameof(other));
        }

        TensorPrimitives.Add(counts, other.counts, counts);
    }

    /// <summary>The classes that occur, with their areas: all that the metrics need, in a few numbers a photo.</summary>
    public IReadOnlyList<ClassPixels> ToClassPixels()
    {
        int stride = Classes + 1;
        var predicted = new long[stride];
        for (int i = 0; i < counts.Length; i++) predicted[i % stride] += counts[i];
        var found = new List<ClassPixels>();
        for (int c = 0; c < Classes; c++)
        {
            long truth = 0;
            foreach (long count in counts.AsSpan(c * stride, stride)) truth += count;
            if (truth + predicted[c] > 0) found.Add(new ClassPixels(c, truth, predicted[c], counts[c * stride + c]));
        }

        return found;
    }
}
