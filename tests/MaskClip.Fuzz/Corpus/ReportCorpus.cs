using System.Text.Json.Nodes;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Reports;
using MaskClip.Evaluation.Runs;
using MaskClip.Fuzz.Targets;

namespace MaskClip.Fuzz.Corpus;

/// <summary>Reports and journals of made-up photos.</summary>
internal static class ReportCorpus
{
    /// <summary>The settings of the runs.</summary>
    public static RunSettings Settings { get; } = new(new JsonObject { ["protocol"] = "default", ["size"] = 448, ["seed"] = 0 });

    /// <summary>Number of classes.</summary>
    public static int Classes => Names.Classes.Count;

    private static Vocabulary Names { get; } = Vocabulary.Parse(["sky", "tree", "car"]);

    /// <summary>A report.</summary>
    public static byte[] Report()
    {
        PhotoTally[] photos = [.. Enumerable.Range(0, 3).Select(Photo)];
        var path = Path.Combine(AllTargets.Folder(), EvaluationReport.FileName);
        new EvaluationReport
        {
            Program = new ReportProgram("0.1.0", null, "engine"),
            Machine = new ReportMachine("processor", 2, 16, "system", ".NET"),
            Timing = new ReportTiming(DateTimeOffset.UnixEpoch, photos.Length, 2.5, 2.4),
            Model = new ReportModel("model", "hash"),
            Dataset = new ReportDataset("set", "folder", photos.Length, [new FailedPhoto("x", "why")]),
            Settings = Settings,
            Overrides = ["size"],
            Metrics = ReportMetrics.Of(photos, Classes, [1], new BootstrapOptions { Resamples = 10 }),
            Classes = ReportClass.Of(photos, Names, [1]),
            Photos = photos,
        }.Save(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>A journal.</summary>
    public static byte[] Journal()
    {
        var folder = AllTargets.Folder();
        using (var journal = MaskClip.Evaluation.Runs.Journal.Open(folder, Settings, resume: false))
        {
            for (int i = 0; i < 3; i++) journal.Append(new JournalLine(10 + i, 20 + i, Photo(i)));
        }

        return File.ReadAllBytes(Path.Combine(folder, MaskClip.Evaluation.Runs.Journal.FileName));
    }

    private static PhotoTally Photo(int number) =>
        new($"photo-{number}", [new ConfusionCell(0, 0, 50 - number), new ConfusionCell(0, 1, number), new ConfusionCell(1, 65535, 5)],
            [new ClassPixels(0, 9, 8, 7)]);
}
