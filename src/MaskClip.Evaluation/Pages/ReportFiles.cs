using MaskClip.Evaluation.Reports;
using MaskClip.Storage;

namespace MaskClip.Evaluation.Pages;

/// <summary>The files of a report that can be asked for.</summary>
public static class ReportFiles
{
    /// <summary>Name of the table of classes.</summary>
    public const string ClassesFile = "classes.csv";

    /// <summary>Name of the robustness table.</summary>
    public const string CorruptionsFile = "corruptions.csv";

    /// <summary>Name of the page.</summary>
    public const string PageFile = HtmlReport.FileName;

    /// <summary>What can be asked for. <c>report.json</c> is always written: comparing and resuming need it.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["json", "csv", "html"];

    /// <summary>Finds formats by name.</summary>
    /// <param name="names">Names separated by commas.</param>
    /// <exception cref="OptionsException">A name is unknown.</exception>
    public static IReadOnlySet<string> Parse(string names)
    {
        var formats = names.ToLowerInvariant()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet();
        if (formats.FirstOrDefault(name => !Formats.Contains(name)) is not { } unknown) return formats;
        var allowed = string.Join(", ", Formats);
        throw new OptionsException(
            $"Unknown report format '{unknown}'. Available: {allowed}; separate several with commas.", nameof(names));
    }

    /// <summary>Writes a report in the forms that are asked for; gives the paths, the main one first.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="formats">See <see cref="Parse"/>.</param>
    /// <param name="evaluator">Segments the photos that the page shows.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public static IReadOnlyList<string> Write(
        string folder,
        EvaluationReport report,
        IReadOnlySet<string> formats,
        Evaluator evaluator,
        CancellationToken cancellationToken = default)
    {
        var json = Path.Combine(folder, EvaluationReport.FileName);
        report.Save(json);
        List<string> written = [json];
        if (formats.Contains("csv"))
        {
            written.Add(Path.Combine(folder, ClassesFile));
            AtomicFile.WriteAllText(written[^1], ReportTables.Classes(report));
            if (report.Corruptions.Count > 0)
            {
                written.Add(Path.Combine(folder, CorruptionsFile));
                AtomicFile.WriteAllText(written[^1], ReportTables.Corruptions(report));
            }
        }

        if (formats.Contains("html"))
        {
            var (best, worst) = Gallery.Choose(report.Photos);
            written.Add(Path.Combine(folder, HtmlReport.FileName));
            new HtmlReport(report, evaluator.Vocabulary) { Best = Reduce(best), Worst = Reduce(worst) }.Save(written[^1]);
        }

        return written;

        GalleryPhoto[] Reduce(IReadOnlyList<string> ids) => [.. ids.Select(id =>
        {
            var tally = report.Photos.First(photo => photo.Id == id);
            var (photo, prediction, truth) = evaluator.Show(evaluator.Photos.First(photo => photo.Id == id), cancellationToken);
            return Gallery.Reduce(tally, photo, prediction, truth, evaluator.Vocabulary);
        })];
    }
}
