using MaskClip.Drawing;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>
/// The confusion matrix as a picture: a row for each true class, lighter where more of its pixels got the column's class.
/// </summary>
internal static class ConfusionPicture
{
    private const int Side = 640, Names = 150, MaxNames = 60;

    /// <summary>The picture, around a small PNG with one pixel a cell.</summary>
    public static SvgChart Draw(EvaluationReport report)
    {
        int classes = report.Classes.Count;
        int[] rows = [.. Enumerable.Range(0, classes).Where(c => report.Classes[c].TruthPixels > 0)];
        double cell = (double)Side / classes, height = rows.Length * cell;
        var chart = new SvgChart(Names + Side + 10, height + Names, "Confusion matrix");
        chart.Picture(Names, 0, Side, height, Png(report, rows));
        if (classes > MaxNames) return chart;

        double size = Math.Clamp(cell * 0.8, 6, 12);
        var style = $"font-size:{Markup.Number(size)}px";
        double Middle(int index) => (index + 0.5) * cell + size / 3;
        for (int r = 0; r < rows.Length; r++) chart.Text(Names - 5, Middle(r), report.Classes[rows[r]].Name, "end", style);
        for (int c = 0; c < classes; c++) chart.Text(Names + Middle(c), height + 5, report.Classes[c].Name, "end", style, upright: true);
        return chart;
    }

    private static string Png(EvaluationReport report, int[] rows)
    {
        int classes = report.Classes.Count;
        var counts = new double[classes, classes];
        foreach (var (truth, prediction, count) in report.Photos.SelectMany(photo => photo.Confusion))
        {
            if (prediction != Segmentation.Ignore) counts[truth, prediction] += count;
        }

        var pixels = new byte[3 * Math.Max(rows.Length, 1) * classes];
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < classes; c++)
            {
                // The root makes what is confused now and then visible beside what is always right.
                int at = 3 * (r * classes + c);
                (pixels[at], pixels[at + 1], pixels[at + 2]) =
                    ColorMap.Of((float)Math.Sqrt(counts[rows[r], c] / report.Classes[rows[r]].TruthPixels));
            }
        }

        using var stream = new MemoryStream();
        new RgbImage(classes, Math.Max(rows.Length, 1), pixels).SavePng(stream);
        return Markup.Image("image/png", stream.ToArray());
    }
}
