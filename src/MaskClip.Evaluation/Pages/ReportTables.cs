using System.Globalization;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>A report's tables as CSV; metrics that are NaN are empty fields.</summary>
internal static class ReportTables
{
    /// <summary>A line for each class.</summary>
    public static string Classes(EvaluationReport report) => Lines(
        "class,unseen,iou,accuracy,precision,dice,boundary_iou,truth_pixels,predicted_pixels,correct_pixels",
        report.Classes.Select(one => string.Join(',', [
            CsvField.Of(one.Name), one.Unseen ? "1" : "0", .. Numbers(one.IoU, one.Accuracy, one.Precision, one.Dice, one.BoundaryIoU),
            $"{one.TruthPixels}", $"{one.PredictedPixels}", $"{one.CorrectPixels}"])));

    /// <summary>A line for each corruption and level; level 0 is the clean photos.</summary>
    public static string Corruptions(EvaluationReport report) => Lines(
        "corruption,level,photos,miou,low,high",
        report.Corruptions
            .Select(cell => Line(CorruptionSetting.NameOf(cell.Kind), cell.Level, cell.Photos, cell.MeanIoU))
            .Prepend(Line("none", 0, report.Dataset.Photos, report.Metrics.MeanIoU)));

    private static string Line(string kind, int level, int photos, Interval value) =>
        string.Join(',', [kind, $"{level}", $"{photos}", .. Numbers(value.Value, value.Low, value.High)]);

    private static string Lines(string header, IEnumerable<string> lines) => string.Join('\n', lines.Prepend(header)) + "\n";

    private static IEnumerable<string> Numbers(params double[] values) =>
        values.Select(value => double.IsNaN(value) ? "" : value.ToString("0.######", CultureInfo.InvariantCulture));
}
