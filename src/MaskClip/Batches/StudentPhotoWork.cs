
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Batches;

/// <summary>A photo on its way to the classes of a student.</summary>
/// <param name="student">The network.</param>
/// <param name="photo">The photo.</param>
/// <param name="pixels">The photo as the network takes it, <c>[3, height, width]</c>.</param>
/// <param name="height">Rows of that.</param>
/// <param name="width">Columns of that.</param>
/// <param name="options">Minimum score, and what leads masks along edges.</param>
/// <param name="buffers">Where <paramref name="pixels"/> were rented; disposed with this.</param>
internal sealed class StudentPhotoWork(
    StudentSegmenter student,
    RgbImage photo,
    Memory<float> pixels,
    int height,
    int width,
    SegmentationOptions options,
    RentedBuffers buffers)
    : IPhotoWork
{
    private readonly int classes = student.Vocabulary.Classes.Count;
    private readonly int rows = height / student.OutputStride, columns = width / student.OutputStride;
    private float[]? logits;

    /// <inheritdoc/>
    public void Embed(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int length = classes * rows * columns;
        var buffer = buffers.Rent(length);
        student.Run(pixels, 1, height, width, buffer.AsMemory(0, length), cancellationToken);
        logits = buffer;
    }

    /// <inheritdoc/>
    public Segmentation Label(Parallelism threads, CancellationToken cancellationToken)
    {
        var known = logits ?? throw new InvalidOperationException("A photo is labeled after it was embedded.");
        if (StudentSegmenter.FollowsEdges(options)) return Refine(known, threads, cancellationToken);
        var scores = GridScores.Logits(known, classes, rows * columns);
        return FullSizeArgmax.Segment(scores, scores.Confidences(1), columns, photo, student.Vocabulary, options.MinScore);
    }

    // Logits are products with unit rows, so that what refines a model's scores refines a student's.
    private Segmentation Refine(float[] known, Parallelism threads, CancellationToken cancellationToken)
    {
        int positions = rows * columns;
        var features = new float[positions * classes];
        var units = new float[classes * classes];
        for (int c = 0; c < classes; c++)
        {
            units[c * classes + c] = 1;
            for (int at = 0; at < positions; at++) features[at * classes + c] = known[c * positions + at];
        }

        var plan = new PassPlan(WindowAxis.Whole(columns, 1, 1), WindowAxis.Whole(rows, 1, 1), Mirrored: false, Direct: true);
        var classifier = new TextClassifier(student.Vocabulary, units, [.. Enumerable.Range(0, classes)], classes);
        return new PhotoSegmentation(photo, [(plan, _ => [new GridFeatures(features, default)])], KeyAxis.Channels, threads)
            .Run(classifier, options, stream: false, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => buffers.Dispose();
}
