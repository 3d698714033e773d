using MaskClip.CommandLine;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Terminal;

/// <summary>Progress of an evaluation on stderr; photos of an earlier run count neither as work nor as speed.</summary>
internal sealed class EvaluationProgress(CliHost host, bool quiet, string title, int photos) : IProgress<EvaluatedPhoto>
{
    private BatchProgress? progress;
    private int kept;
    private int done;

    /// <inheritdoc/>
    public void Report(EvaluatedPhoto value)
    {
        if (quiet) return;
        if (value.FromJournal)
        {
            kept++;
            return;
        }

        if (progress is null)
        {
            if (kept > 0) host.Error.WriteLine($"{title}{kept} of {photos} photos were evaluated before");
            progress = new BatchProgress(host.Error, host.IsTerminal, photos - kept, "evaluated", title);
        }

        progress.Add(value.Failure is null);
        if (++done == photos - kept) progress.End();
    }
}
