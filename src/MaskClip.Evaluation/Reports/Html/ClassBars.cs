using System.Text;

namespace MaskClip.Evaluation.Reports;

/// <summary>A bar for each class: IoU, and below it, thin, the boundary IoU.</summary>
internal static class ClassBars
{
    private const int Row = 20, Names = 170, Scale = 480, Numbers = 120;

    /// <summary>The chart as SVG, best class first.</summary>
    public static string Draw(IReadOnlyList<ReportClass> classes)
    {
        ReportClass[] ordered = [.. classes.OrderByDescending(one => double.IsNaN(one.IoU) ? -1 : one.IoU)];
        var svg = new StringBuilder();
        int height = ordered.Length * Row + 24;
        svg.Append($"<svg class=\"chart\" viewBox=\"0 0 {Names + Scale + Numbers} {height}\" width=\"{Names + Scale + Numbers}\" height=\"{height}\" role=\"img\" aria-label=\"IoU of each class\">\n");
        for (int tenth = 0; tenth <= 10; tenth += 2)
        {
            int x = Names + Scale * tenth / 10;
            svg.Append($"<line class=\"grid\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{height - 20}\"/><text x=\"{x}\" y=\"{height - 6}\" text-anchor=\"middle\">{tenth * 10}</text>\n");
        }

        for (int i = 0; i < ordered.Length; i++) svg.Append(Bar(ordered[i], i * Row));
        return svg.Append("</svg>\n").ToString();
    }

    private static string Bar(ReportClass one, int top)
    {
        var name = Markup.Text(one.Name);
        var unseen = one.Unseen ? " (unseen)" : "";
        return $"<g><title>{name}{unseen}: IoU {Markup.Percent(one.IoU)}, boundary IoU {Markup.Percent(one.BoundaryIoU)}, accuracy {Markup.Percent(one.Accuracy)}, precision {Markup.Percent(one.Precision)}</title>"
            + $"<text x=\"{Names - 6}\" y=\"{top + 13}\" text-anchor=\"end\">{name}{unseen}</text>"
            + $"<rect class=\"{(one.Unseen ? "unseen" : "iou")}\" x=\"{Names}\" y=\"{top + 3}\" width=\"{Width(one.IoU)}\" height=\"10\"/>"
            + $"<rect class=\"boundary\" x=\"{Names}\" y=\"{top + 14}\" width=\"{Width(one.BoundaryIoU)}\" height=\"3\"/>"
            + $"<text x=\"{Names + Scale + 8}\" y=\"{top + 13}\">{Markup.Percent(one.IoU)} · {Markup.Percent(one.BoundaryIoU)}</text></g>\n";
    }

    private static string Width(double share) => Markup.Number(double.IsNaN(share) ? 0 : share * Scale);
}
