using System.Text.Json.Serialization;

namespace MaskClip.Evaluation;

/// <summary>The metrics of one class; shares 0..1, NaN where there is nothing to divide by.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="Unseen">Whether it counts as unseen.</param>
/// <param name="IoU">Intersection over union.</param>
/// <param name="Accuracy">Share of its pixels that were found (recall).</param>
/// <param name="Precision">Share of the pixels called so that are so.</param>
/// <param name="Dice">Dice coefficient, which for one class is the F-score.</param>
/// <param name="BoundaryIoU">Boundary IoU.</param>
/// <param name="TruthPixels">Pixels that are of the class.</param>
/// <param name="PredictedPixels">Pixels that got the class.</param>
/// <param name="CorrectPixels">Pixels that are both.</param>
public sealed record ReportClass(
    string Name,
    bool Unseen,
    [property: JsonPropertyName("iou")] double IoU,
    double Accuracy,
    double Precision,
    double Dice,
    double BoundaryIoU,
    long TruthPixels,
    long PredictedPixels,
    long CorrectPixels)
{
    /// <summary>The metrics of each class over some photos, by index.</summary>
    internal static IReadOnlyList<ReportClass> Of(IReadOnlyList<PhotoTally> photos, Vocabulary vocabulary, IReadOnlyList<int> unseen)
    {
        int classes = vocabulary.Classes.Count;
        var areas = SegmentationMetrics.From(photos.SelectMany(photo => photo.ToPixels().Classes), classes).Classes;
        var edges = SegmentationMetrics.From(photos.SelectMany(photo => photo.Bands), classes).Classes;
        return [.. Enumerable.Range(0, classes).Select(c => new ReportClass(
            vocabulary.Classes[c].Name,
            unseen.Contains(c),
            areas[c].IoU,
            areas[c].Accuracy,
            areas[c].Precision,
            areas[c].Dice,
            edges[c].IoU,
            areas[c].Pixels.Truth,
            areas[c].Pixels.Predicted,
            areas[c].Pixels.Correct))];
    }
}
