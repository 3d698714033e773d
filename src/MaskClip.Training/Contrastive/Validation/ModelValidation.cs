using System.Numerics.Tensors;
using MaskClip.Evaluation;
using MaskClip.Model;
using MaskClip.Training.Runs;
using MaskClip.Training.Validation;

namespace MaskClip.Training.Contrastive.Validation;

/// <summary>Evaluates a model as its users will meet it: the written file, read and run by the library.</summary>
internal sealed class ModelValidation(ContrastiveOptions options, RunFolder folder)
{
    // What a picture is said to show must cover this share of it.
    private const double MinShare = 0.01;

    private readonly PhotoValidation validation = new(options.EvaluationPhotos, options.Vocabulary!.Classes.Count);

    /// <summary>Evaluates the run's model, and draws a sheet.</summary>
    /// <param name="step">Steps done, for the sheet.</param>
    /// <param name="cancellationToken">Stops between photos.</param>
    public ModelMetrics Evaluate(int step, CancellationToken cancellationToken)
    {
        // Graphs and texts of a model that is gone after the next step are not worth a place in the user's cache.
        var cache = Directory.CreateDirectory(Path.Combine(folder.Path, "evaluation"));
        try
        {
            using var maskClip = Load("maskclip", cache.FullName);
            using var clip = Load("clip", cache.FullName);
            var classifier = maskClip.Embed(options.Vocabulary!, cancellationToken: cancellationToken);
            var sheet = new SheetLabels(options);
            var dense = Segment(maskClip, classifier, sheet.Keep(1), cancellationToken);
            var plain = Segment(clip, classifier, sheet.Keep(0), cancellationToken);
            if (options.SheetPhotos > 0) sheet.Draw(step).SavePng(folder.Sheet(step));
            return new ModelMetrics(
                ZeroShot(maskClip, classifier, cancellationToken), dense.MeanIoU, plain.MeanIoU, ValidationMetrics.From(dense, []).Classes);
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    private Segmenter Load(string method, string cache) => SegmenterLoader.Load(
        new ModelSource(Path.GetFileName(folder.Model), folder.Model, "trained"),
        options.Validation with { Photos = options.Validation.Photos with { Method = method, Keys = false }, CacheFolder = cache });

    private SegmentationMetrics Segment(
        Segmenter segmenter, TextClassifier classifier, Action<int, ushort[]> keep, CancellationToken cancellationToken) =>
        validation.Metrics(validation.Evaluate(
            photo =>
            {
                using var features = segmenter.Embed(photo, cancellationToken: cancellationToken);
                return features.Segment(classifier).Labels.ToArray();
            },
            keep,
            cancellationToken));

    private double ZeroShot(Segmenter segmenter, TextClassifier classifier, CancellationToken cancellationToken)
    {
        int right = options.EvaluationPhotos.Count(photo =>
        {
            var truth = photo.LoadTruth!().Labels;
            int found = Nearest(segmenter.EmbedImage(photo.Load(), cancellationToken), classifier);
            return truth.Count(label => label == found) >= MinShare * truth.Length;
        });
        return (double)right / options.EvaluationPhotos.Count;
    }

    private static int Nearest(float[] embedding, TextClassifier classifier)
    {
        var (best, highest) = (0, float.NegativeInfinity);
        for (int row = 0; row < classifier.Classes.Length; row++)
        {
            float cosine = TensorPrimitives.Dot(classifier.Embeddings.Slice(row * classifier.Size, classifier.Size), embedding);
            if (cosine > highest) (best, highest) = (classifier.Classes[row], cosine);
        }

        return best;
    }
}
