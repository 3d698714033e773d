using MaskClip.Imaging;
using MaskClip.Model;
using MaskClip.Training.Teacher;

namespace MaskClip.Training.Validation;

/// <summary>
/// The teacher as it segments whole photos: every class on offer, photos at the student's size. What a student is compared with.
/// </summary>
internal sealed class TeacherSegmenter : IDisposable
{
    private readonly Segmenter segmenter;
    private readonly ClipTeacher teacher;

    /// <summary>Loads the teacher once more, at the size of whole photos.</summary>
    /// <param name="source">The model.</param>
    /// <param name="photoSize">Short side of photos.</param>
    /// <param name="options">The run.</param>
    public TeacherSegmenter(ModelSource source, int photoSize, TrainingOptions options)
    {
        segmenter = SegmenterLoader.Load(source, options.Teacher.At(photoSize));
        int[] classes = [.. Enumerable.Range(0, options.Vocabulary.Classes.Count).Skip(options.Student.LearnedBackground ? 1 : 0)];
        var everywhere = options.Teacher with { CacheFeatures = false, Scoring = options.Teacher.Scoring with { MinScore = 0 } };
        teacher = new ClipTeacher(segmenter, options.Vocabulary, classes, everywhere);
    }

    /// <summary>A class for every pixel.</summary>
    public ushort[] Segment(RgbImage photo, CancellationToken cancellationToken)
    {
        using var features = teacher.Embed(photo, cancellationToken);
        return teacher.Label(features);
    }

    /// <inheritdoc/>
    public void Dispose() => segmenter.Dispose();
}
