using System.Diagnostics;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Cli.Terminal;

/// <summary>Progress within one photo on stderr, once it takes so long that one wonders: windows of a large photo.</summary>
internal sealed class WindowProgress(TextWriter error, bool terminal) : IProgress<double>
{
    private static readonly TimeSpan Patience =
        TimeSpan.FromSeconds(2), PlainPause = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(
        200);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan next = terminal ? Patience : PlainPause;
    private bool drawn;

    /// <inheritdoc/>
    public void Report(double value)
    {
        if (clock.Elapsed < next || value >= 1) return;
        next = clock.Elapsed + (terminal ? Pause : PlainPause);
        var left = clock.Elapsed * (1 / Math.Max(value, 1e-6) - 1);
        var line = $"{value * 100:0} % of the photo  ETA {(left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss") : left.ToString(@"m\:ss"))}";
        if (terminal) StatusLine.Draw(error, line);
        else error.WriteLine(line);
        drawn = true;
    }

    /// <summary>Clears the line.</summary>
    public void End()
    {
        if (terminal && drawn) StatusLine.Clear(error);
    }
}
