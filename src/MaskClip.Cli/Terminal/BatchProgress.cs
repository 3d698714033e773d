using System.Diagnostics;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Cli.Terminal;

/// <summary>Progress over many photos on stderr: one line that is redrawn on a terminal, a line now and then elsewhere.</summary>
internal sealed class BatchProgress(
    TextWriter error, bool terminal, int total, string what = "segmented", string title = "", string things = "photos")
{
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(10);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan next = PlainPause;
    private int done;
    private int failed;

    /// <summary>Counts a photo.</summary>
    public void Add(bool success)
    {
        done++;
        if (!success) failed++;
        if (terminal) StatusLine.Draw(error, Line());
        else if (clock.Elapsed >= next && done < total)
        {
            error.WriteLine(Line());
            next = clock.Elapsed + PlainPause;
        }
    }

    /// <summary>Ends the progress with a summary.</summary>
    public void End()
    {
        if (terminal) StatusLine.Clear(error);
        double seconds = clock.Elapsed.TotalSeconds;
        error.WriteLine(
            $"{title}{done - failed} {things} {what} in {seconds:0.0} s ({done / Math.Max(seconds, 1e-3):0.0} " +
            $"images/s){(failed > 0 ? $", {failed} failed" : "")}");
    }

    private string Line()
    {
        double perSecond = done / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);
        var left = TimeSpan.FromSeconds((total - done) / Math.Max(perSecond, 1e-6));
        return $"{title}{done}/{total}  {perSecond:0.0} images/s  ETA " +
            $"{(left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss") : left.ToString(@"m\:ss"))}{(failed > 0 ? $"  {failed} failed" : "")}";
    }
}
