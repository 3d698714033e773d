using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;
using MaskClip.Evaluation.Runs;

namespace MaskClip.Cli.Commands;

/// <summary>Runs an evaluation and, if asked for, its robustness table, and shows and writes what came of it.</summary>
internal sealed class EvaluationJob
{
    public required CliHost Host { get; init; }

    public required Evaluator Evaluator { get; init; }

    public required IReadOnlyList<CorruptionSetting> Corruptions { get; init; }

    public required string Output { get; init; }

    public required IReadOnlySet<string> Formats { get; init; }

    public bool Resume { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Runs the job.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = Resume ? FinishedReport.Find(Output, Evaluator) : null;
            bool finished = report is not null;
            report ??= await Evaluator.RunAsync(Output, Resume, Progress("", Evaluator), cancellationToken);
            IReadOnlyList<FailedPhoto> failed = report.Dataset.Failed;
            if (Corruptions.Count > 0)
            {
                var table = new CorruptionTable(Evaluator);
                var (cells, others) = await table.RunAsync(
                    Output, Corruptions, Resume, (setting, one) => Progress($"{setting}: ", one), cancellationToken);
                finished &= report.Corruptions.SequenceEqual(cells);
                report = report with { Corruptions = cells };
                failed = [.. failed.Concat(others).DistinctBy(one => one.Id)];
            }

            if (!finished || !Complete()) ReportFiles.Write(Output, report, Formats, Evaluator, cancellationToken);
            Print(report);
            if (Evaluator.Remark is { } remark) ErrorReport.Warn(Host, remark);
            foreach (var one in failed) ErrorReport.Print(Host, $"{one.Id}: {one.Error}");
            if (!Quiet) Host.Error.WriteLine($"Reports are in {Output}");
            return failed.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Host.Error.WriteLine($"What was evaluated is kept in {Output}; --resume goes on.");
            throw;
        }
    }

    /// <summary>Whether every form that is asked for was written by the run that finished.</summary>
    private bool Complete() =>
        (!Formats.Contains("csv") || File.Exists(Path.Combine(Output, ReportFiles.ClassesFile)))
        && (!Formats.Contains("html") || File.Exists(Path.Combine(Output, ReportFiles.PageFile)));

    private EvaluationProgress Progress(string title, Evaluator evaluator) => new(Host, Quiet, title, evaluator.Photos.Count);

    private void Print(EvaluationReport report)
    {
        if (Json) Host.Output.WriteLine(report.ToSummary());
        else ReportSummary.Write(Host.Output, report);
    }
}
