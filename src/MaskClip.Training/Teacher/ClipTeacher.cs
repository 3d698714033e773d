using MaskClip.Imaging;
using MaskClip.Training.Supervision;

namespace MaskClip.Training.Teacher;

/// <summary>
/// CLIP labels crops for a student, on ONNX Runtime, as it segments photos: any method, smoothed and denoised as asked. Thread safe.
/// </summary>
internal sealed class ClipTeacher
{
    private readonly Segmenter segmenter;
    private readonly TextClassifier classifier;
    private readonly ushort[] labelOfIndex;
    private readonly TeacherOptions options;
    private readonly FeatureCache? cache;

    /// <summary>Creates a teacher.</summary>
    /// <param name="segmenter">The loaded model; its size is the crop's short side.</param>
    /// <param name="vocabulary">The student's classes.</param>
    /// <param name="classes">Those the teacher may give: all, or the unseen ones.</param>
    /// <param name="options">How it labels.</param>
    public ClipTeacher(Segmenter segmenter, Vocabulary vocabulary, IReadOnlyList<int> classes, TeacherOptions options)
    {
        this.segmenter = segmenter;
        this.options = options;
        var offered = new Vocabulary([.. classes.Select(index => vocabulary.Classes[index])]);
        classifier = segmenter.Embed(offered);
        labelOfIndex = [.. classes.Select(index => (ushort)index)];
        cache = options.CacheFeatures && !DenseMethods.Parse(segmenter.Options.Photos.Method!).NeedsSecondPass
            ? new FeatureCache(segmenter)
            : null;
    }

    /// <summary>The model's color of nothing: padding of this color is (nearly) 0 once it is normalized.</summary>
    public (byte Red, byte Green, byte Blue) MeanColor
    {
        get
        {
            byte[] mean =
            [
                .. segmenter.Normalization.Mean.Select(value => (byte)Math.Round(255 * value))
            ];
            return (mean[0], mean[1], mean[2]);
        }
    }

    /// <summary>Embeds a crop.</summary>
    public DenseFeatures Embed(RgbImage crop, CancellationToken cancellationToken) =>
        cache is null ? segmenter.Embed(crop, cancellationToken: cancellationToken) : cache.Embed(crop, cancellationToken);

    /// <summary>
    /// A class of the student's vocabulary for every pixel, <see cref="TrainingLabels.Ignore"/> where the teacher is too unsure.
    /// </summary>
    public ushort[] Label(DenseFeatures features)
    {
        var guessed = features.Segment(classifier, options.Scoring).Labels;
        var labels = new ushort[guessed.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = guessed[i] == Segmentation.Ignore ? TrainingLabels.Ignore : labelOfIndex[guessed[i]];
        return labels;
    }
}
