using System.Text;
using MaskClip.Imaging;

namespace MaskClip.Evaluation.Reports;

/// <summary>The confusion matrix as a picture: a row for each true class, lighter where more of its pixels got the column's class.</summary>
internal static class ConfusionPicture
{
    private const int Side = 640, Names = 150, MostNames = 60;

    /// <summary>The picture as SVG around a small PNG with one pixel a cell.</summary>
    public static string Draw(EvaluationReport report)
    {
        int classes = report.Classes.Count;
        var counts = new double[classes, classes];
        foreach (var (truth, prediction, pixels) in report.Photos.SelectMany(photo => photo.Confusion))
        {
            if (prediction != Segmentation.Ignore) counts[truth, prediction] += pixels;
        }

        var rows = Enumerable.Range(0, classes).Where(c => report.Classes[c].TruthPixels > 0).ToArray();
        var png = Png(report, counts, rows);
        double cell = (double)Side / classes;
        int height = (int)Math.Ceiling(rows.Length * cell);
        var svg = new StringBuilder();
        svg.Append($"<svg class=\"chart\" viewBox=\"0 0 {Names + Side + 10} {height + Names}\" width=\"{Names + Side + 10}\" height=\"{height + Names}\" role=\"img\" aria-label=\"Confusion matrix\">\n");
        svg.Append($"<image x=\"{Names}\" y=\"0\" width=\"{Side}\" height=\"{height}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"{png}\"/>\n");
        double size = Math.Clamp(cell * 0.8, 6, 12);
        if (classes <= MostNames)
        {
            for (int r = 0; r < rows.Length; r++) svg.Append($"<text style=\"font-size:{Markup.Number(size)}px\" x=\"{Names - 5}\" y=\"{Markup.Number((r + 0.5) * cell + size / 3)}\" text-anchor=\"end\">{Markup.Text(report.Classes[rows[r]].Name)}</text>\n");
            for (int c = 0; c < classes; c++)
            {
                double x = Names + (c + 0.5) * cell + size / 3;
                svg.Append($"<text style=\"font-size:{Markup.Number(size)}px\" transform=\"translate({Markup.Number(x)},{height + 5}) rotate(-90)\" text-anchor=\"end\">{Markup.Text(report.Classes[c].Name)}</text>\n");
            }
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Png(EvaluationReport report, double[,] counts, int[] rows)
    {
        int classes = report.Classes.Count;
        var pixels = new byte[3 * Math.Max(rows.Length, 1) * classes];
        for (int r = 0; r < rows.Length; r++)
        {
            for (int c = 0; c < classes; c++)
            {
                // The root makes what is confused now and then visible beside what is always right.
                int colour = ColourMap.Offset((float)Math.Sqrt(counts[rows[r], c] / report.Classes[rows[r]].TruthPixels));
                ColourMap.Colours.Slice(colour, 3).CopyTo(pixels.AsSpan(3 * (r * classes + c)));
            }
        }

        using var stream = new MemoryStream();
        new RgbImage(classes, Math.Max(rows.Length, 1), pixels).SavePng(stream);
        return Markup.Image("image/png", stream.ToArray());
    }
}
