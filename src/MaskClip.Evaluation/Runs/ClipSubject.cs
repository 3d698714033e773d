using System.Text.Json.Nodes;
using MaskClip.Batches;

namespace MaskClip.Evaluation.Runs;

/// <summary>A CLIP model with names.</summary>
internal sealed class ClipSubject : IEvaluationSubject
{
    private readonly Segmenter segmenter;
    private readonly SegmentationOptions options;
    private readonly TextClassifier classifier;

    /// <summary>Embeds the names.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or does not go with the names.</exception>
    public ClipSubject(Segmenter segmenter, Vocabulary names, SegmentationOptions options)
    {
        options.Validate(names);
        this.segmenter = segmenter;
        this.options = options;
        classifier = segmenter.Embed(names);
        Model = new ReportModel(segmenter.Source.DisplayName, segmenter.ModelHash);
    }

    /// <inheritdoc/>
    public ReportModel Model { get; }

    /// <inheritdoc/>
    public Vocabulary Names => classifier.Vocabulary;

    /// <inheritdoc/>
    public void AddSettings(JsonObject settings)
    {
        OptionValues.Add(settings, segmenter.Options);

        // What "by model" came to.
        settings["size"] = segmenter.Size;
        settings["output-stride"] = segmenter.OutputStride;
        OptionValues.Add(settings, segmenter.Complete(options));
        settings["names"] = new JsonArray([.. Names.Classes.Select(one => JsonValue.Create(string.Join('|', one.Synonyms)))]);
    }

    /// <inheritdoc/>
    public IPhotoWork Prepare(RgbImage photo) => segmenter.Prepare(photo, classifier, options);
}
