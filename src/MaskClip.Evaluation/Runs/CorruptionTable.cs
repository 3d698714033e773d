namespace MaskClip.Evaluation.Runs;

/// <summary>
/// The paper's robustness table: the same evaluation of photos corrupted in every kind and at every level, each in a folder of its own.
/// </summary>
/// <param name="clean">The evaluation of the photos as they are.</param>
public sealed class CorruptionTable(Evaluator clean)
{
    /// <summary>The folder of the cells in a run's folder.</summary>
    public const string FolderName = "corruptions";

    /// <summary>Makes the table.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="settings">The cells to make.</param>
    /// <param name="resume">Whether finished cells are taken as they are and the unfinished one is continued.</param>
    /// <param name="start">Is called with every cell that is begun, and gives what follows its photos.</param>
    /// <param name="cancellationToken">Stops the run; the journals keep what was done.</param>
    /// <returns>One entry a cell, and the photos that failed in any.</returns>
    public async Task<(IReadOnlyList<CorruptionCell> Cells, IReadOnlyList<FailedPhoto> Failed)> RunAsync(
        string folder,
        IReadOnlyList<CorruptionSetting> settings,
        bool resume,
        Func<CorruptionSetting, Evaluator, IProgress<EvaluatedPhoto>> start,
        CancellationToken cancellationToken = default)
    {
        var cells = new List<CorruptionCell>();
        var failed = new List<FailedPhoto>();
        foreach (var setting in settings)
        {
            var evaluator = clean.WithCorruption(setting);
            var place = Path.Combine(folder, FolderName, setting.ToString());
            var report = resume ? FinishedReport.Find(place, evaluator) : null;
            if (report is null)
            {
                report = await evaluator.RunAsync(place, resume, start(setting, evaluator), cancellationToken);
                report.Save(Path.Combine(place, EvaluationReport.FileName));
            }

            cells.Add(new CorruptionCell(setting.Kind, setting.Level, report.Dataset.Photos, report.Metrics.MeanIoU));
            failed.AddRange(report.Dataset.Failed);
        }

        return (cells, [.. failed.DistinctBy(one => one.Id)]);
    }
}
