using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>mIoU over the level of each corruption, from the clean photos at level 0.</summary>
internal static class CorruptionCurves
{
    private const int Width = 560, Height = 320, Left = 44, Bottom = 28, Legend = 170;
    private static readonly string[] Colors = ["#1b6ca8", "#d1495b", "#2e8b57", "#8d5fb3", "#e08e1a", "#4a4a4a", "#17a2a2", "#b3446c"];

    /// <summary>The chart; every point has its interval as a title.</summary>
    /// <param name="clean">mIoU of the photos as they are.</param>
    /// <param name="cells">The table.</param>
    public static SvgChart Draw(double clean, IReadOnlyList<CorruptionCell> cells)
    {
        double top = Math.Max(cells.Select(cell => cell.MeanIoU.Value).Append(clean).Max(), 0.01) * 1.1;
        double X(int level) => Left + (Width - Left - 10) * level / (double)PhotoCorruption.MaxLevel;
        double Y(double value) => (Height - Bottom - 8) * (1 - value / top) + 10;
        var chart = new SvgChart(Width + Legend, Height, "mIoU under corruptions");
        for (int step = 0; step <= 4; step++)
        {
            double y = Y(top * step / 4);
            chart.GridLine(Left, y, Width - 10, y);
            chart.Text(Left - 6, y + 4, Markup.Percent(top * step / 4), "end");
        }

        for (int level = 0; level <= PhotoCorruption.MaxLevel; level++)
            chart.Text(X(level), Height - 8, level == 0 ? "clean" : $"{level}", "middle");
        int line = 0;
        foreach (var kind in cells.GroupBy(cell => cell.Kind))
        {
            var (name, color) = (CorruptionSetting.NameOf(kind.Key), Colors[line % Colors.Length]);
            CorruptionCell[] points = [.. kind.OrderBy(cell => cell.Level)];
            chart.Curve(color, points.Select(cell => (X(cell.Level), Y(cell.MeanIoU.Value))).Prepend((X(0), Y(clean))));
            foreach (var (_, level, _, value) in points)
            {
                var interval = $"[{Markup.Percent(value.Low)}, {Markup.Percent(value.High)}]";
                chart.Point(color, X(level), Y(value.Value), $"{name} {level}: {Markup.Percent(value.Value)} {interval}");
            }

            chart.Text(Width + 8, 18 + 20 * line++, name, style: $"fill:{color}");
        }

        return chart;
    }
}
