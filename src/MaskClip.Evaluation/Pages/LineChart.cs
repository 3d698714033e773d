using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>Lines over a whole number that counts something, as steps.</summary>
public static class LineChart
{
    private const int Width = 640, Height = 320, Left = 56, Bottom = 28, Legend = 150, Marks = 4;

    /// <summary>The chart; lines without points are left out.</summary>
    /// <param name="label">What it shows, for those who cannot see it.</param>
    /// <param name="curves">Names, colors and points.</param>
    /// <param name="number">How values are written at the axis.</param>
    public static SvgChart Draw(
        string label, IReadOnlyList<(string Name, string Color, (double X, double Y)[] Points)> curves, Func<double, string> number)
    {
        (double X, double Y)[] all = [.. curves.SelectMany(curve => curve.Points).Where(point => double.IsFinite(point.Y))];
        double right = Math.Max(1, all.Select(point => point.X).DefaultIfEmpty(1).Max());
        double top = Math.Max(1e-3, all.Select(point => point.Y).DefaultIfEmpty(1).Max()) * 1.05;
        var chart = new SvgChart(Width + Legend, Height, label);
        for (int mark = 0; mark <= Marks; mark++)
        {
            double share = (double)mark / Marks;
            chart.GridLine(Left, Y(top * share), Width - 10, Y(top * share));
            chart.Text(Left - 6, Y(top * share) + 4, number(top * share), "end");
            chart.Text(X(right * share), Height - 8, Markup.Number(Math.Round(right * share)), "middle");
        }

        int line = 0;
        foreach (var (name, color, points) in curves.Where(curve => curve.Points.Length > 0))
        {
            var known = points.Where(point => double.IsFinite(point.Y));
            chart.Curve(color, known.Select(point => (X(point.X), Y(point.Y))));
            if (points.Length <= 60)
                foreach (var point in known) chart.Point(color, X(point.X), Y(point.Y), $"{name}, {point.X}: {number(point.Y)}");
            chart.Text(Width + 8, 18 + 20 * line++, name, style: $"fill:{color}");
        }

        return chart;

        double X(double at) => Left + (Width - Left - 10) * at / right;
        double Y(double value) => (Height - Bottom - 8) * (1 - value / top) + 10;
    }
}
