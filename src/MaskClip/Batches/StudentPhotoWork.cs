
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>A photo on its way to the classes of a student.</summary>
/// <param name="student">The network.</param>
/// <param name="photo">The photo.</param>
/// <param name="pixels">The photo as the network takes it, <c>[3, height, width]</c>.</param>
/// <param name="height">Rows of that.</param>
/// <param name="width">Columns of that.</param>
/// <param name="minScore">Pixels whose confidence is lower are ignored.</param>
/// <param name="lent">What <paramref name="pixels"/> are lent by; disposed with this.</param>
internal sealed class StudentPhotoWork(
    StudentSegmenter student, RgbImage photo, Memory<float> pixels, int height, int width, float minScore, RentedBuffers lent)
    : IPhotoWork
{
    private readonly int classes = student.Vocabulary.Classes.Count;
    private readonly int rows = height / student.OutputStride, columns = width / student.OutputStride;
    private float[]? logits;

    /// <inheritdoc/>
    public void Embed(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int length = classes * rows * columns;
        var room = lent.Take(length);
        student.Run(pixels, 1, height, width, room.AsMemory(0, length), cancellationToken);
        logits = room;
    }

    /// <inheritdoc/>
    public Segmentation Label(Parallelism threads, CancellationToken cancellationToken)
    {
        var scores = GridScores.Logits(
            logits ?? throw new InvalidOperationException("A photo is labelled after it was embedded."), classes, rows * columns);
        return FullSizeArgmax.Segment(scores, scores.Confidences(1), columns, photo, student.Vocabulary, minScore);
    }

    /// <inheritdoc/>
    public void Dispose() => lent.Dispose();
}
