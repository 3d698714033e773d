using System.Globalization;
using System.Text;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;
using MaskClip.Storage;

namespace MaskClip.Training.Runs;

/// <summary>A finished run as one page that needs nothing else: curves of loss and mIoU, the teacher's line, metrics, sheets.</summary>
internal static class RunReport
{
    private const int MaxPoints = 400;
    private const string Student = "#1b6ca8", Seen = "#2e8b57", Unseen = "#d1495b", Teacher = "#777777";

    /// <summary>Writes the page of a run's folder.</summary>
    public static void Write(RunFolder folder, TrainingOptions options, TrainingResult result) =>
        AtomicFile.WriteAllText(folder.Report, Page(folder, options, result));

    private static string Page(RunFolder folder, TrainingOptions options, TrainingResult result)
    {
        string[][] metrics = Lines(folder.Metrics), evaluations = Lines(folder.Evaluations);
        var title = Markup.Text($"{Path.GetFileName(Path.GetFullPath(folder.Path))}: {options.Student.Network}, {options.Setting}");
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<title>{title}</title>\n<style>\n{HtmlStyle.Sheet}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        if (result is { StudentIntervals: { } own, TeacherIntervals: { } its }) page.Append(Metrics(result, own, its));
        if (evaluations.Length > 0)
            page.Append("<h2>mIoU on photos that nothing was trained on</h2>\n").Append(MeanIoU(evaluations, result));
        page.Append("<h2>Loss</h2>\n").Append(Loss(metrics));
        foreach (var sheet in Sheets(folder, evaluations))
        {
            page.Append($"<h2>{Markup.Text(Path.GetFileNameWithoutExtension(sheet))}</h2>\n<p>Photo, truth, teacher, student.</p>\n");
            page.Append($"<img style=\"max-width:100%\" alt=\"\" src=\"{Markup.Image("image/png", File.ReadAllBytes(sheet))}\">\n");
        }

        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Metrics(TrainingResult result, ValidationIntervals own, ValidationIntervals its)
    {
        List<string[]> rows = [["mIoU", Markup.Percent(its.MeanIoU), Markup.Percent(own.MeanIoU)]];
        Add("seen", its.Seen, own.Seen);
        Add("unseen", its.Unseen, own.Unseen);
        Add("hIoU", its.Harmonic, own.Harmonic);
        for (int i = 0; i < result.ClassNames.Count; i++)
        {
            var name = result.ClassNames[i] + (result.Unseen.Contains(i) ? " (unseen)" : "");
            rows.Add([Markup.Text(name), Share(result.Teacher!.Classes[i]), Share(result.Student!.Classes[i])]);
        }

        return Markup.Table(["", "teacher", "student"], rows);

        void Add(string name, Interval? teacher, Interval? student)
        {
            if (teacher is not null && student is not null) rows.Add([name, Markup.Percent(teacher), Markup.Percent(student)]);
        }
    }

    private static SvgChart MeanIoU(string[][] evaluations, TrainingResult result)
    {
        List<(string Name, string Color, (double X, double Y)[] Points)> curves =
        [
            ("student", Student, Points(evaluations, 1)),
            ("seen", Seen, Points(evaluations, 3)),
            ("unseen", Unseen, Points(evaluations, 4)),
        ];
        if (result.Teacher is { } teacher)
        {
            curves.Add(("teacher", Teacher, [(0, teacher.MeanIoU), (result.Steps, teacher.MeanIoU)]));
            if (teacher.Unseen is { } unseen) curves.Add(("teacher, unseen", Unseen, [(0, unseen), (result.Steps, unseen)]));
        }

        return LineChart.Draw("mIoU in percent over steps", curves, Markup.Percent);
    }

    private static SvgChart Loss(string[][] metrics) => LineChart.Draw(
        "loss over steps",
        [("cross-entropy", Student, Thinned(Points(metrics, 3))), ("distillation", Unseen, Thinned(Points(metrics, 4)))],
        value => Markup.Number(value, "0.###"));

    // A long run has more steps than a page has pixels: means of equally many.
    private static (double X, double Y)[] Thinned((double X, double Y)[] points) => points.Length <= MaxPoints
        ? points
        : [.. points.Chunk((points.Length + MaxPoints - 1) / MaxPoints).Select(part => (part[^1].X, part.Average(point => point.Y)))];

    private static (double X, double Y)[] Points(string[][] lines, int column) =>
    [
        .. lines.Where(line => line[column].Length > 0).Select(line => (Number(line[0]), Number(line[column])))
    ];

    private static IEnumerable<string> Sheets(RunFolder folder, string[][] evaluations) =>
        evaluations.Select(line => folder.Sheet((int)Number(line[0]))).Where(File.Exists)
            .Where((_, index) => index == 0 || index == evaluations.Length - 1);

    private static string[][] Lines(string path) => File.Exists(path)
        ? [.. File.ReadAllLines(path).Skip(1).Select(line => line.Split(','))]
        : [];

    private static string Share(double? value) => value is { } share ? Markup.Percent(share) : "–";

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
