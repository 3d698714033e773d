using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Terminal;

/// <summary>A report's metrics for the terminal.</summary>
internal static class ReportSummary
{
    /// <summary>Writes the table of classes, the metrics, and the robustness table if there is one.</summary>
    public static void Write(TextWriter output, EvaluationReport report)
    {
        Tables.Write(output, ["class", "IoU", "accuracy", "precision", "boundary IoU", "true pixels"], report.Classes.Select(one => new[]
        {
            one.Unseen ? $"{one.Name} (unseen)" : one.Name,
            Percent(one.IoU),
            Percent(one.Accuracy),
            Percent(one.Precision),
            Percent(one.BoundaryIoU),
            $"{one.TruthPixels}",
        }));
        if (report.Corruptions.Count > 0)
        {
            Tables.Write(output, ["mIoU under", "1", "2", "3", "4", "5"], report.Corruptions.GroupBy(cell => cell.Kind).Select(kind =>
                kind.OrderBy(cell => cell.Level)
                    .Select(cell => Percent(cell.MeanIoU.Value))
                    .Prepend(CorruptionSetting.NameOf(kind.Key))
                    .ToArray()));
        }

        var metrics = report.Metrics;
        var (name, layout, photos, _) = report.Dataset;
        output.WriteLine($"{photos} photos of {name} ({layout}), {report.Model.Name}, in percent; in brackets 95 % intervals");
        string[] first =
        [
            $"mIoU {Percent(metrics.MeanIoU)}", $"aAcc {Percent(metrics.OverallAccuracy)}", $"mAcc {Percent(metrics.MeanAccuracy)}",
            $"fwIoU {Percent(metrics.FrequencyWeightedIoU)}",
        ];
        string[] second =
        [
            $"Dice {Percent(metrics.MeanDice)}", $"precision {Percent(metrics.MeanPrecision)}", $"recall {Percent(metrics.MeanRecall)}",
            $"boundary IoU {Percent(metrics.MeanBoundaryIoU)}",
        ];
        output.WriteLine(string.Join("   ", first));
        output.WriteLine(string.Join("   ", second));
        if (metrics is { Seen: { } seen, Unseen: { } unseen, Harmonic: { } harmonic })
        {
            output.WriteLine($"seen {Percent(seen)}   unseen {Percent(unseen)}   hIoU {Percent(harmonic)}");
        }
    }

    /// <summary>A share in percent.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "-" : $"{100 * share:0.0}";

    /// <summary>A share in percent with its interval.</summary>
    public static string Percent(Interval interval) => $"{Percent(interval.Value)} [{Percent(interval.Low)}, {Percent(interval.High)}]";
}
