using System.Globalization;
using System.Text.Json.Nodes;
using MaskClip.Cli.Studies;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;
using MaskClip.Evaluation.Runs;
using MaskClip.Model;

namespace MaskClip.Cli.Commands;

/// <summary>Evaluates what can be evaluated of the paper's tables, and says of every other row what is missing.</summary>
internal sealed class PaperStudy
{
    public required CliHost Host { get; init; }

    /// <summary>The folder that the data sets are in.</summary>
    public required string Data { get; init; }

    /// <summary>Files of models by the tables' names.</summary>
    public required IReadOnlyDictionary<string, string> Weights { get; init; }

    public int? Limit { get; init; }

    public required string Output { get; init; }

    public int Threads { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Makes the tables. Rows that nothing is there for do not stop the others.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var table = new List<string[]>();
        List<string> missing = [];
        foreach (var row in PaperTables.Rows)
        {
            var ours = row.Training is null ? await EvaluateAsync(row, missing, cancellationToken) : Trained(row, missing);
            table.Add([row.Table, row.Name, row.Layout, row.Model, Published(row), ours ?? "-"]);
        }

        Tables.Write(Host.Output, ["table", "row", "set", "model", "published", "ours"], table);
        if (Limit is { } count) Host.Output.WriteLine($"Only the first {count} photos of each set: these are not the paper's results.");
        foreach (var line in missing.Distinct(StringComparer.Ordinal)) Host.Output.WriteLine(line);
        if (table.All(cells => cells[^1] == "-"))
        {
            throw new FileNotFoundException(
                $"None of the tables' rows could be made of what is in '{Data}'; what is missing stands above.");
        }

        return ExitCode.Done;
    }

    private async Task<string?> EvaluateAsync(PaperRow row, List<string> missing, CancellationToken cancellationToken)
    {
        var dataset = Open(row.Layout, missing);
        var source = Find(row.Model, missing);
        if (dataset is null || source is null) return null;
        var protocol = EvaluationProtocol.For(EvaluationProtocol.Paper, row.Layout, "maskclip");
        var loading = protocol.Segmenter with { Threads = Threads, CacheFolder = Host.CacheFolder };
        var options = new EvaluationOptions
        {
            Protocol = protocol.Name,
            Segmentation = row.Scoring!,
            Names = protocol.Apply(dataset.Vocabulary),
            Limit = Limit,
            Corruption = row.Corruption is { } kind ? new CorruptionSetting(kind, 1) : null,
        };
        using var segmenter = SegmenterLoader.Load(source, loading, row.Scoring!);
        var evaluator = new Evaluator(segmenter, dataset, options);
        var folder = Folder(row);
        var report = FinishedReport.Find(folder, evaluator);
        if (report is null)
        {
            var progress = new EvaluationProgress(Host, Quiet, $"{row.Name}, {row.Layout}, {row.Model}: ", evaluator.Photos.Count);
            report = await evaluator.RunAsync(folder, resume: true, progress, cancellationToken);
            ReportFiles.Write(
                folder, report, ReportFiles.Parse("json"), evaluator, cancellationToken);
        }

        foreach (var failed in report.Dataset.Failed) missing.Add($"{row.Layout}: {failed.Id} could not be evaluated: {failed.Error}");
        return ReportSummary.Percent(report.Metrics.MeanIoU);
    }

    private SegmentationDataset? Open(string layout, List<string> missing)
    {
        try
        {
            return SegmentationDataset.Open(Path.Combine(Host.Folder, Data), layout);
        }
        catch (Exception error) when (error is DatasetException or IOException or OptionsException)
        {
            missing.Add($"missing: {layout}: {error.Message}");
            return null;
        }
    }

    private ModelSource? Find(string model, List<string> missing)
    {
        if (Weights.TryGetValue(model, out var path) && Path.Exists(path)) return new ModelSource(model, path, "named on request");
        try
        {
            if (path is null) return Host.Models.Resolve(model);
            missing.Add($"missing: {model}: there is nothing at {path}.");
        }
        catch (FileNotFoundException error)
        {
            missing.Add($"missing: {model}: {error.Message}");
        }

        return null;
    }

    // Students take days on the machines that most have: they are trained by commands of their own, and their results are found here.
    private string? Trained(PaperRow row, List<string> missing)
    {
        var result = Path.Combine(Folder(row), "result.json");
        if (!File.Exists(result))
        {
            missing.Add($"to train: maskclip train --data {Data} --layout {row.Layout} --eval-data {Data} --eval-layout {row.Layout} " +
                $"--teacher {row.Model} {row.Training} --output {Path.Combine(Output, row.Folder)}");
            return null;
        }

        var student = JsonNode.Parse(File.ReadAllText(result))?["student"];
        string[] zeroShot = row.Unseen is null ? [] : [Percent("unseen"), Percent("harmonic")];
        return string.Join(" / ", zeroShot.Prepend(Percent("meanIoU")));

        string Percent(string name) => student?[name]?.GetValue<double>() is { } share ? Number(100 * share) : "-";
    }

    private string Folder(PaperRow row) => Path.Combine(Host.Folder, Output, row.Folder);

    private static string Published(PaperRow row) =>
        row.Unseen is { } unseen ? $"{Number(row.MeanIoU)} / {Number(unseen)} / {Number(row.Harmonic!.Value)}" : Number(row.MeanIoU);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
