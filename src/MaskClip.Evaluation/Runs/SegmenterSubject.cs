using System.Text.Json.Nodes;
using MaskClip.Batches;

namespace MaskClip.Evaluation.Runs;

/// <summary>Any segmenter whose classes are the data set's: its fingerprint stands for its settings.</summary>
internal sealed class SegmenterSubject(ISegmenter segmenter) : IEvaluationSubject
{
    /// <inheritdoc/>
    public ReportModel Model { get; } = new(segmenter.Name, segmenter.Fingerprint);

    /// <inheritdoc/>
    public Vocabulary Names => segmenter.Vocabulary;

    /// <inheritdoc/>
    public void AddSettings(JsonObject settings) =>
        settings["names"] = new JsonArray(
            [.. segmenter.Vocabulary.Classes.Select(one => JsonValue.Create(one.ToText()))]);

    /// <inheritdoc/>
    public IPhotoWork Prepare(RgbImage photo, LabelMap truth) => PhotoWork.Prepare(segmenter, photo);
}
