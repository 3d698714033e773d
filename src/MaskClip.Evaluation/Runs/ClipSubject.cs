using System.Text.Json.Nodes;

namespace MaskClip.Evaluation.Runs;

/// <summary>A CLIP model with names.</summary>
internal sealed class ClipSubject(Segmenter segmenter, Vocabulary names, SegmentationOptions options) : IEvaluationSubject
{
    private readonly TextClassifier classifier = segmenter.Embed(names);

    /// <inheritdoc/>
    public ReportModel Model { get; } = new(segmenter.Source.DisplayName, segmenter.ModelHash);

    /// <inheritdoc/>
    public Vocabulary Names => names;

    /// <inheritdoc/>
    public void AddSettings(JsonObject settings)
    {
        OptionValues.Add(settings, segmenter.Options);

        // What "by model" came to.
        settings["size"] = segmenter.Size;
        settings["output-stride"] = segmenter.OutputStride;
        OptionValues.Add(settings, options);
        settings["names"] = new JsonArray([.. names.Classes.Select(one => JsonValue.Create(string.Join('|', one.Synonyms)))]);
    }

    /// <inheritdoc/>
    public Func<Segmentation> Embed(RgbImage photo, CancellationToken cancellationToken)
    {
        var features = segmenter.Embed(photo, cancellationToken);
        return () =>
        {
            using (features) return features.Segment(classifier, options);
        };
    }
}
