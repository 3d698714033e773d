using System.Text.Json.Nodes;

namespace MaskClip.Evaluation.Tests.Reports;

/// <summary>Reports of made-up photos with real metrics.</summary>
internal static class TestReport
{
    public static Vocabulary Vocabulary { get; } = Vocabulary.Parse(["sky", "tree", "<car> & \"bus\""]);

    /// <summary>Photos of 10x10 pixels: half sky, half tree, of which a part is taken for the other.</summary>
    public static PhotoTally[] Photos(int count, int wrong) => [.. Enumerable.Range(0, count).Select(number =>
    {
        var truth = new ushort[100];
        truth.AsSpan(50).Fill(1);
        var prediction = truth.ToArray();
        for (int i = 0; i < Math.Min(wrong + number, 50); i++) prediction[i] = 1;
        return PhotoTally.Of($"photo-{number:00}", prediction, new LabelMap(10, 10, truth), 3);
    })];

    /// <summary>A report of some photos.</summary>
    public static EvaluationReport Of(PhotoTally[] photos, int size = 448, Vocabulary? vocabulary = null)
    {
        vocabulary ??= Vocabulary;
        return new EvaluationReport
        {
            Program = new ReportProgram("0.1.0", null, "engine 1"),
            Machine = new ReportMachine("processor", 2, 16.5, "system", ".NET"),
            Timing = new ReportTiming(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), photos.Length, 2.5, 2.4),
            Model = new ReportModel("model", "hash"),
            Dataset = new ReportDataset("set", "folder", photos.Length, []),
            Settings = new RunSettings(
                new JsonObject { ["protocol"] = "default", ["size"] = size, ["seed"] = 0, ["unseen"] = new JsonArray("tree") }),
            Overrides = ["size"],
            Metrics = ReportMetrics.Of(photos, vocabulary.Classes.Count, [1], new BootstrapOptions { Resamples = 50 }),
            Classes = ReportClass.Of(photos, vocabulary, [1]),
            Photos = photos,
        };
    }
}
