using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Terminal;

/// <summary>Progress of <c>datasets check</c>.</summary>
internal sealed class CheckProgress(CliHost host) : IProgress<CheckedPhoto>
{
    private BatchProgress? shown;

    /// <inheritdoc/>
    public void Report(CheckedPhoto value) =>
        (shown ??= new BatchProgress(host.Error, host.IsTerminal, value.Total, "checked")).Add(value.IsSound);

    /// <summary>Ends its line.</summary>
    public void End() => shown?.End();
}
