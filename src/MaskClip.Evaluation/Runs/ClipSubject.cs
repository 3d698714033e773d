using System.Text.Json.Nodes;
using MaskClip.Batches;
using MaskClip.Evaluation.Settings;

namespace MaskClip.Evaluation.Runs;

/// <summary>A CLIP model with names.</summary>
internal sealed class ClipSubject : IEvaluationSubject
{
    private readonly Segmenter segmenter;
    private readonly SegmentationOptions options;
    private readonly TextClassifier classifier;
    private readonly ISegmenter withAllNames;
    private readonly bool trueNames;

    /// <summary>Embeds the names.</summary>
    /// <param name="segmenter">The model.</param>
    /// <param name="names">One class for each of the data set's.</param>
    /// <param name="options">How scores become labels.</param>
    /// <param name="trueNames">Whether only names of what a photo shows are on offer.</param>
    /// <param name="templates">How templates are chosen; <see langword="null"/> where they are not.</param>
    /// <param name="photos">The photos by which they are chosen.</param>
    /// <exception cref="ArgumentException">An option is out of range, or does not go with the names.</exception>
    public ClipSubject(
        Segmenter segmenter,
        Vocabulary names,
        SegmentationOptions options,
        bool trueNames,
        TemplateChoiceOptions? templates,
        IEnumerable<RgbImage> photos)
    {
        this.trueNames = trueNames;
        options.Validate(); // before names are embedded in vain
        this.segmenter = segmenter;
        this.options = options;
        classifier = segmenter.Embed(names);
        if (templates is not null) classifier = segmenter.ChooseTemplates(classifier, photos, templates);
        withAllNames = segmenter.For(classifier, options);
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
        if (trueNames) settings["true-names"] = true;
        if (classifier.Templates is { } chosen)
        {
            settings["template-photos"] = chosen.Photos;
            settings["chosen-templates"] = new JsonArray([.. chosen.Classes.Select(one => JsonValue.Create(
                $"{one.Name}: {string.Join(" | ", one.Templates.Select(template => template.Text))}"))]);
        }

        settings["names"] = new JsonArray([.. Names.Classes.Select(one => JsonValue.Create(one.ToText()))]);
    }

    /// <inheritdoc/>
    public IPhotoWork Prepare(RgbImage photo, LabelMap truth) =>
        PhotoWork.Prepare(trueNames ? segmenter.For(Shown(truth), options) : withAllNames, photo);

    /// <summary>The names of what a photo shows, and the background; all where its mask shows none.</summary>
    private TextClassifier Shown(LabelMap truth)
    {
        bool[] absent = [.. Names.Classes.Select(one => !one.IsBackground)];
        foreach (ushort label in truth.Labels.AsSpan())
        {
            if (label < absent.Length) absent[label] = false;
        }

        return absent.All(gone => gone) ? classifier : classifier.Without(absent);
    }
}
