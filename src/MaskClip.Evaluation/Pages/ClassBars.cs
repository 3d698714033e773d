using MaskClip.Evaluation.Reports;

namespace MaskClip.Evaluation.Pages;

/// <summary>A bar for each class: IoU, and below it, thin, the boundary IoU.</summary>
internal static class ClassBars
{
    private const int Row = 20, Names = 170, Scale = 480, Numbers = 120;

    /// <summary>The chart, best class first.</summary>
    public static SvgChart Draw(IReadOnlyList<ReportClass> classes)
    {
        ReportClass[] ordered = [.. classes.OrderByDescending(one => double.IsNaN(one.IoU) ? -1 : one.IoU)];
        int bottom = ordered.Length * Row + 4;
        var chart = new SvgChart(Names + Scale + Numbers, bottom + 20, "IoU of each class");
        for (int percent = 0; percent <= 100; percent += 20)
        {
            double x = Names + Scale * percent / 100.0;
            chart.GridLine(x, 0, x, bottom);
            chart.Text(x, bottom + 14, $"{percent}", "middle");
        }

        for (int i = 0; i < ordered.Length; i++) DrawBar(chart, ordered[i], i * Row);
        return chart;
    }

    private static void DrawBar(SvgChart chart, ReportClass one, int top)
    {
        var name = one.Unseen ? $"{one.Name} (unseen)" : one.Name;
        string[] metrics =
        [
            $"IoU {Markup.Percent(one.IoU)}", $"boundary IoU {Markup.Percent(one.BoundaryIoU)}",
            $"accuracy {Markup.Percent(one.Accuracy)}", $"precision {Markup.Percent(one.Precision)}",
        ];
        chart.StartGroup($"{name}: {string.Join(", ", metrics)}");
        chart.Text(Names - 6, top + 13, name, "end");
        chart.Bar(one.Unseen ? "unseen" : "iou", Names, top + 3, Width(one.IoU), 10);
        chart.Bar("boundary", Names, top + 14, Width(one.BoundaryIoU), 3);
        chart.Text(Names + Scale + 8, top + 13, $"{Markup.Percent(one.IoU)} · {Markup.Percent(one.BoundaryIoU)}");
        chart.EndGroup();
    }

    private static double Width(double share) => double.IsNaN(share) ? 0 : share * Scale;
}
