using System.Diagnostics;
using System.Globalization;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Train.Terminal;

/// <summary>One line on stderr that is redrawn on a terminal; elsewhere a line now and then.</summary>
internal sealed class ProgressLine(CliHost host)
{
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(10);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan next;
    private bool isOpen;

    /// <summary>Draws the line over what it said before.</summary>
    /// <param name="line">What it says now.</param>
    /// <param name="always">Whether it must be said also where lines are not redrawn.</param>
    public void Draw(string line, bool always)
    {
        if (!host.IsTerminal && clock.Elapsed < next && !always) return;
        next = clock.Elapsed + PlainPause;
        if (!host.IsTerminal)
        {
            host.Error.WriteLine(line);
            return;
        }

        StatusLine.Draw(host.Error, line);
        isOpen = true;
    }

    /// <summary>Puts a line of its own above it.</summary>
    public void Say(string line)
    {
        if (host.IsTerminal) StatusLine.Clear(host.Error);
        isOpen = false;
        host.Error.WriteLine(line);
    }

    /// <summary>Leaves the line that is being redrawn.</summary>
    public void Break()
    {
        if (isOpen) host.Error.WriteLine();
        isOpen = false;
    }

    /// <summary>A length of time for people.</summary>
    public static string Text(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
