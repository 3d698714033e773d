using System.Diagnostics;

namespace MaskClip.CommandLine.Terminal;

/// <summary>A download's progress on stderr: a bar on a terminal, a line for every tenth elsewhere.</summary>
internal sealed class PullBar(TextWriter error, bool terminal, string name) : IProgress<PullProgress>
{
    private const int Width = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch sinceDrawn = Stopwatch.StartNew();
    private long tenth = -1;

    /// <inheritdoc/>
    public void Report(PullProgress value)
    {
        double share = value.Total is > 0 and var total ? (double)value.Received / total : 0;
        if (!terminal)
        {
            long now = value.Total is null ? value.Received / 100_000_000 : (long)(share * 10);
            if (now == tenth) return;
            tenth = now;
            error.WriteLine(Text(value, share));
        }
        else if (sinceDrawn.Elapsed >= Pause || value.Received == value.Total)
        {
            sinceDrawn.Restart();
            int filled = (int)Math.Round(share * Width);
            StatusLine.Draw(error, $"[{new string('#', filled)}{new string('.', Width - filled)}] {Text(value, share)}");
        }
    }

    /// <summary>Leaves the bar's line.</summary>
    public void End()
    {
        if (terminal) error.WriteLine();
    }

    private string Text(PullProgress value, double share)
    {
        var size = value.Total is { } total
            ? $"{value.Received / 1e6:0}/{total / 1e6:0} MB {share * 100:0} %"
            : $"{value.Received / 1e6:0} MB";
        var left = value.Total is { } all && value.BytesPerSecond > 0
            ? $"  ETA {TimeSpan.FromSeconds((all - value.Received) / value.BytesPerSecond):m\\:ss}"
            : "";
        return $"{name}  {size}  {value.BytesPerSecond / 1e6:0.0} MB/s{left}";
    }
}
