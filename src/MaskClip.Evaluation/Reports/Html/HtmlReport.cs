using System.Text;
using MaskClip.Formats;
using MaskClip.Storage;

namespace MaskClip.Evaluation.Reports;

/// <summary>A run as one page that needs nothing else: no script, no font, no file beside it.</summary>
internal static class HtmlReport
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "report.html";

    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #1c1c1c; background: #fff; max-width: 1100px; margin: 2em auto; padding: 0 1em; }
        h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccc; }
        table { border-collapse: collapse; margin: .5em 0; } th, td { padding: .15em .8em .15em 0; text-align: right; font-variant-numeric: tabular-nums; }
        th:first-child { text-align: left; font-weight: normal; } thead th { border-bottom: 1px solid #999; font-weight: 600; } small { color: #666; }
        .settings td { text-align: left; overflow-wrap: anywhere; } .figures td { font-size: 1.1em; }
        svg.chart { max-width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: #333; }
        .grid { stroke: #ddd; } .iou { fill: #1b6ca8; } .unseen { fill: #d1495b; } .boundary { fill: #e0a030; }
        .photo { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4px; max-width: 980px; margin: .8em 0; } .photo img { width: 100%; }
        .photo p { grid-column: 1 / 4; margin: 0; } .key { display: inline-block; width: .8em; height: .8em; border: 1px solid #777; margin: 0 .25em 0 .8em; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">The run.</param>
    /// <param name="vocabulary">The classes with their colours.</param>
    /// <param name="best">The best photos, best first.</param>
    /// <param name="worst">The worst photos, worst first.</param>
    public static void Write(string path, EvaluationReport report, Vocabulary vocabulary, IReadOnlyList<GalleryPhoto> best, IReadOnlyList<GalleryPhoto> worst) =>
        AtomicFile.WriteAllText(path, Page(report, vocabulary, best, worst));

    /// <summary>The page.</summary>
    internal static string Page(EvaluationReport report, Vocabulary vocabulary, IReadOnlyList<GalleryPhoto> best, IReadOnlyList<GalleryPhoto> worst)
    {
        var title = Markup.Text($"{report.Dataset.Name}, {report.Model.Name}, protocol {Plain(report.Settings["protocol"])}");
        var page = new StringBuilder();
        page.Append($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        page.Append(Figures(report));
        page.Append($"<h2>Classes</h2>\n<p>IoU, and in the thin bar boundary IoU, in percent.</p>\n{ClassBars.Draw(report.Classes)}{ClassTable(report)}");
        page.Append($"<h2>Confusion</h2>\n<p>Rows are true classes, columns what their pixels got; the brighter, the more (square root of the share).</p>\n{ConfusionPicture.Draw(report)}");
        if (report.Corruptions.Count > 0) page.Append(Corruptions(report));
        page.Append(Photos("Best photos", report, vocabulary, best)).Append(Photos("Worst photos", report, vocabulary, worst));
        page.Append(Failed(report)).Append(Settings(report));
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static string Figures(EvaluationReport report)
    {
        var figures = report.Figures;
        List<string[]> rows =
        [
            ["mIoU", Markup.Percent(figures.MeanIoU)], ["pixel accuracy (aAcc)", Markup.Percent(figures.OverallAccuracy)],
            ["mean class accuracy (mAcc)", Markup.Percent(figures.MeanAccuracy)], ["frequency-weighted IoU", Markup.Percent(figures.FrequencyWeightedIoU)],
            ["mean Dice", Markup.Percent(figures.MeanDice)], ["mean precision", Markup.Percent(figures.MeanPrecision)],
            ["mean boundary IoU", Markup.Percent(figures.MeanBoundaryIoU)],
        ];
        if (figures is { Seen: { } seen, Unseen: { } unseen, Harmonic: { } harmonic })
        {
            rows.AddRange([["seen mIoU", Markup.Percent(seen)], ["unseen mIoU", Markup.Percent(unseen)], ["hIoU", Markup.Percent(harmonic)]]);
        }

        return $"<div class=\"figures\">{Markup.Table(["figure", "percent"], rows)}</div>\n<p>{report.Dataset.Photos} photos; in brackets 95 % intervals by drawing photos anew (bootstrap, seed {Plain(report.Settings["seed"])}).</p>\n";
    }

    private static string ClassTable(EvaluationReport report) => "<details><summary>as a table</summary>\n" + Markup.Table(
        ["class", "IoU", "accuracy", "precision", "Dice", "boundary IoU", "true pixels"],
        report.Classes.Select(one => new[]
        {
            Markup.Text(one.Name), Markup.Percent(one.IoU), Markup.Percent(one.Accuracy), Markup.Percent(one.Precision), Markup.Percent(one.Dice), Markup.Percent(one.BoundaryIoU), $"{one.TruthPixels}",
        })) + "</details>\n";

    private static string Corruptions(EvaluationReport report) =>
        $"<h2>Corruptions</h2>\n<p>mIoU in percent over the level of each corruption.</p>\n{CorruptionCurves.Draw(report.Figures.MeanIoU.Value, report.Corruptions)}"
        + Markup.Table(["corruption", "1", "2", "3", "4", "5"], report.Corruptions.GroupBy(cell => cell.Kind).Select(kind =>
            kind.OrderBy(cell => cell.Level).Select(cell => Markup.Percent(cell.MeanIoU)).Prepend(CorruptionSetting.NameOf(kind.Key))));

    private static string Photos(string title, EvaluationReport report, Vocabulary vocabulary, IReadOnlyList<GalleryPhoto> photos)
    {
        if (photos.Count == 0) return "";
        var html = new StringBuilder($"<h2>{title}</h2>\n<p>Photo, truth, prediction. mIoU over the classes that the photo's truth has.</p>\n");
        foreach (var photo in photos)
        {
            var keys = string.Concat(photo.Classes.Select(c => $"<span class=\"key\" style=\"background:{Colour(vocabulary, c)}\"></span>{Markup.Text(report.Classes[c].Name)}"));
            var id = Markup.Text(photo.Id);
            html.Append($"<div class=\"photo\"><p>{id}: mIoU {Markup.Percent(photo.MeanIoU)} {keys}</p>")
                .Append($"<img alt=\"{id}\" src=\"{photo.Photo}\"><img alt=\"truth\" src=\"{photo.Truth}\"><img alt=\"prediction\" src=\"{photo.Prediction}\"></div>\n");
        }

        return html.ToString();
    }

    private static string Failed(EvaluationReport report) => report.Dataset.Failed.Count == 0
        ? ""
        : $"<h2>Photos that could not be evaluated</h2>\n{Markup.Table(["photo", "why"], report.Dataset.Failed.Select(one => new[] { Markup.Text(one.Id), Markup.Text(one.Fault) }))}";

    private static string Settings(EvaluationReport report)
    {
        var rows = report.Settings.Names.Select(name => new[] { Markup.Text(name), Markup.Text(Plain(report.Settings[name])) }).ToList();
        if (report.Overrides.Count > 0) rows.Insert(1, ["departs from it in", Markup.Text(string.Join(", ", report.Overrides))]);
        rows.AddRange([
            ["model", Markup.Text(report.Model.Name)], ["program", Markup.Text($"MaskClip {report.Program.Version}, commit {report.Program.Commit ?? "unknown"}, {report.Program.Engine}")],
            ["machine", Markup.Text($"{report.Machine.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryGiB} GiB, {report.Machine.System}, {report.Machine.Runtime}")],
            ["finished", $"{report.Timing.Finished:u}, {report.Timing.Photos} photos in {Markup.Number(report.Timing.Seconds, "0.0")} s"],
        ]);
        return $"<h2>Made with</h2>\n<div class=\"settings\">{Markup.Table(["setting", "value"], rows)}</div>\n";
    }

    private static string Colour(Vocabulary vocabulary, int index)
    {
        var colours = MaskWriter.Colours(vocabulary);
        return $"rgb({colours[3 * index]},{colours[3 * index + 1]},{colours[3 * index + 2]})";
    }

    private static string Plain(string? json) => json?.Trim('"') ?? "off";
}
