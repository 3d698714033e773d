namespace MaskClip.Evaluation.Runs;

/// <summary>Finds out whether a folder holds the finished report of a run, so that nothing need be done again.</summary>
public static class FinishedReport
{
    /// <summary>The report, or <see langword="null"/> when there is none, it is of other settings, or photos are missing in it.</summary>
    /// <exception cref="ArgumentException">The folder's journal is of other settings or data; the difference is named.</exception>
    public static EvaluationReport? Find(string folder, Evaluator evaluator)
    {
        var path = Path.Combine(folder, EvaluationReport.FileName);
        if (!File.Exists(path)) return null;
        using (var journal = Journal.Open(folder, evaluator.Settings, resume: true, evaluator.Vocabulary.Classes.Count))
        {
            if (JournalCheck.Accept(journal.Done, evaluator.Photos, evaluator.Vocabulary.Classes.Count).Count < evaluator.Photos.Count)
                return null;
        }

        try
        {
            var report = EvaluationReport.Load(path);
            bool same = report.Settings.DifferencesTo(evaluator.Settings).Count == 0 && report.Photos.Count == evaluator.Photos.Count;
            return same ? report : null;
        }
        catch (FormatException)
        {
            return null; // of an earlier version of this program; it is made again
        }
    }
}
