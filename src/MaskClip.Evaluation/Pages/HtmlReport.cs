using System.Text;
using MaskClip.Drawing;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;
using MaskClip.Storage;

namespace MaskClip.Evaluation.Pages;

/// <summary>A run as one page that needs nothing else: no script, no font, no file beside it.</summary>
/// <param name="report">The run.</param>
/// <param name="vocabulary">The classes with their colors.</param>
internal sealed class HtmlReport(EvaluationReport report, Vocabulary vocabulary)
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "report.html";


    /// <summary>The best photos, best first.</summary>
    public IReadOnlyList<GalleryPhoto> Best { get; init; } = [];

    /// <summary>The worst photos, worst first.</summary>
    public IReadOnlyList<GalleryPhoto> Worst { get; init; } = [];

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToString());

    /// <summary>The page.</summary>
    public override string ToString()
    {
        var title = Markup.Text($"{report.Dataset.Name}, {report.Model.Name}, protocol {Plain("protocol")}");
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append($"<title>{title}</title>\n<style>\n{HtmlStyle.Sheet}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n").Append(Metrics());
        page.Append("<h2>Classes</h2>\n<p>IoU, and in the thin bar boundary IoU, in percent.</p>\n");
        page.Append(ClassBars.Draw(report.Classes)).Append(ClassTable());
        page.Append(
            "<h2>Confusion</h2>\n<p>Rows are true classes, columns what their pixels got; the brighter, the more (square root of the " +
            "share).</p>\n");
        page.Append(ConfusionPicture.Draw(report));
        if (report.Corruptions.Count > 0) page.Append(Corruptions());
        page.Append(Photos("Best photos", Best)).Append(Photos("Worst photos", Worst));
        if (report.Dataset.Failed.Count > 0) page.Append(Failed());
        return page.Append(Settings()).Append("</body>\n</html>\n").ToString();
    }

    private string Metrics()
    {
        var metrics = report.Metrics;
        List<string[]> rows =
        [
            ["mIoU", Markup.Percent(metrics.MeanIoU)],
            ["pixel accuracy (aAcc)", Markup.Percent(metrics.OverallAccuracy)],
            ["mean class accuracy (mAcc)", Markup.Percent(metrics.MeanAccuracy)],
            ["frequency-weighted IoU", Markup.Percent(metrics.FrequencyWeightedIoU)],
            ["mean Dice", Markup.Percent(metrics.MeanDice)],
            ["mean precision", Markup.Percent(metrics.MeanPrecision)],
            ["mean boundary IoU", Markup.Percent(metrics.MeanBoundaryIoU)],
        ];
        if (metrics is { Seen: { } seen, Unseen: { } unseen, Harmonic: { } harmonic })
        {
            rows.AddRange(
                [["seen mIoU", Markup.Percent(seen)], ["unseen mIoU", Markup.Percent(unseen)], ["hIoU", Markup.Percent(harmonic)]]);
        }

        var how = $"{report.Dataset.Photos} photos; in brackets 95 % intervals by drawing photos anew (bootstrap, seed {Plain("seed")}).";
        return $"<div class=\"figures\">{Markup.Table(["metric", "percent"], rows)}</div>\n<p>{how}</p>\n";
    }

    private string ClassTable() => "<details><summary>as a table</summary>\n" + Markup.Table(
        ["class", "IoU", "accuracy", "precision", "Dice", "boundary IoU", "true pixels"],
        report.Classes.Select(one => new[]
        {
            Markup.Text(one.Name), Markup.Percent(one.IoU), Markup.Percent(one.Accuracy), Markup.Percent(one.Precision),
            Markup.Percent(one.Dice), Markup.Percent(one.BoundaryIoU), $"{one.TruthPixels}",
        })) + "</details>\n";

    private string Corruptions() =>
        "<h2>Corruptions</h2>\n<p>mIoU in percent over the level of each corruption.</p>\n"
        + CorruptionCurves.Draw(report.Metrics.MeanIoU.Value, report.Corruptions)
        + Markup.Table(["corruption", "1", "2", "3", "4", "5"], report.Corruptions.GroupBy(cell => cell.Kind).Select(kind =>
            kind.OrderBy(cell => cell.Level).Select(cell => Markup.Percent(cell.MeanIoU)).Prepend(CorruptionSetting.NameOf(kind.Key))));

    private string Photos(string title, IReadOnlyList<GalleryPhoto> photos)
    {
        if (photos.Count == 0) return "";
        var html = new StringBuilder(
            $"<h2>{title}</h2>\n<p>Photo, truth, prediction. mIoU over the classes that the photo's truth has.</p>\n");
        foreach (var photo in photos)
        {
            var id = Markup.Text(photo.Id);
            html.Append(
                $"<div class=\"photo\"><p>{id}: mIoU {Markup.Percent(photo.MeanIoU)} {string.Concat(photo.Classes.Select(Key))}</p>")
                .Append($"<img alt=\"{id}\" src=\"{photo.Photo}\"><img alt=\"truth\" src=\"{photo.Truth}\">")
                .Append($"<img alt=\"prediction\" src=\"{photo.Prediction}\"></div>\n");
        }

        return html.ToString();
    }

    private string Key(int index)
    {
        var (red, green, blue) = LabelPicture.ColorOf(vocabulary, index);
        var color = $"rgb({red},{green},{blue})";
        return $"<span class=\"key\" style=\"background:{color}\"></span>{Markup.Text(report.Classes[index].Name)}";
    }

    private string Failed() => "<h2>Photos that could not be evaluated</h2>\n"
        + Markup.Table(["photo", "why"], report.Dataset.Failed.Select(one => new[] { Markup.Text(one.Id), Markup.Text(one.Error) }));

    private string Settings()
    {
        var rows = report.Settings.Names.Select(name => new[] { Markup.Text(name), Markup.Text(Plain(name)) }).ToList();
        if (report.Overrides.Count > 0) rows.Insert(1, ["departs from it in", Markup.Text(string.Join(", ", report.Overrides))]);
        var (program, machine, timing) = (report.Program, report.Machine, report.Timing);
        rows.AddRange([
            ["model", Markup.Text(report.Model.Name)],
            ["program", Markup.Text($"MaskClip {program.Version}, commit {program.Commit ?? "unknown"}, {program.Engine}")],
            [
                "machine",
                Markup.Text($"{machine.Processor}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.Runtime}"),
            ],
            ["finished", $"{timing.Finished:u}, {timing.Photos} photos in {Markup.Number(timing.Seconds, "0.0")} s"],
        ]);
        return $"<h2>Made with</h2>\n<div class=\"settings\">{Markup.Table(["setting", "value"], rows)}</div>\n";
    }

    private string Plain(string setting) => report.Settings[setting]?.Trim('"') ?? "off";
}
