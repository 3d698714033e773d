using System.Text;

namespace MaskClip.Evaluation.Reports;

/// <summary>mIoU over the level of each corruption, from the clean photos at level 0.</summary>
internal static class CorruptionCurves
{
    private const int Width = 560, Height = 320, Left = 44, Bottom = 28, Legend = 170;
    private static readonly string[] Colours = ["#1b6ca8", "#d1495b", "#2e8b57", "#8d5fb3", "#e08e1a", "#4a4a4a", "#17a2a2", "#b3446c"];

    /// <summary>The chart as SVG; every point has its interval as a title.</summary>
    public static string Draw(double clean, IReadOnlyList<CorruptionCell> cells)
    {
        double top = Math.Max(cells.Select(cell => cell.MeanIoU.Value).Append(clean).Max(), 0.01) * 1.1;
        double X(int level) => Left + (Width - Left - 10) * level / 5.0;
        double Y(double value) => (Height - Bottom) * (1 - value / top) + 4;
        var svg = new StringBuilder();
        svg.Append($"<svg class=\"chart\" viewBox=\"0 0 {Width + Legend} {Height}\" width=\"{Width + Legend}\" height=\"{Height}\" role=\"img\" aria-label=\"mIoU under corruptions\">\n");
        for (int step = 0; step <= 4; step++)
        {
            double value = top * step / 4;
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" y1=\"{Markup.Number(Y(value))}\" x2=\"{Width - 10}\" y2=\"{Markup.Number(Y(value))}\"/><text x=\"{Left - 6}\" y=\"{Markup.Number(Y(value) + 4)}\" text-anchor=\"end\">{Markup.Percent(value)}</text>\n");
        }

        for (int level = 0; level <= 5; level++) svg.Append($"<text x=\"{Markup.Number(X(level))}\" y=\"{Height - 8}\" text-anchor=\"middle\">{(level == 0 ? "clean" : level)}</text>\n");
        int line = 0;
        foreach (var kind in cells.GroupBy(cell => cell.Kind))
        {
            var colour = Colours[line % Colours.Length];
            CorruptionCell[] points = [.. kind.OrderBy(cell => cell.Level)];
            var path = string.Join(' ', points.Select(cell => $"{Markup.Number(X(cell.Level))},{Markup.Number(Y(cell.MeanIoU.Value))}").Prepend($"{Markup.Number(X(0))},{Markup.Number(Y(clean))}"));
            svg.Append($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" points=\"{path}\"/>\n");
            foreach (var cell in points)
            {
                svg.Append($"<circle fill=\"{colour}\" cx=\"{Markup.Number(X(cell.Level))}\" cy=\"{Markup.Number(Y(cell.MeanIoU.Value))}\" r=\"3\"><title>{CorruptionSetting.NameOf(cell.Kind)} {cell.Level}: {Markup.Percent(cell.MeanIoU.Value)} [{Markup.Percent(cell.MeanIoU.Low)}, {Markup.Percent(cell.MeanIoU.High)}]</title></circle>\n");
            }

            svg.Append($"<text x=\"{Width + 8}\" y=\"{18 + 20 * line}\" style=\"fill:{colour}\">{CorruptionSetting.NameOf(kind.Key)}</text>\n");
            line++;
        }

        return svg.Append("</svg>\n").ToString();
    }
}
