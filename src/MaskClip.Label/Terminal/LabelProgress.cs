using System.Diagnostics;
using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Label.Terminal;

/// <summary>How far a job is: a line that is redrawn on a terminal, a JSON object now and then elsewhere.</summary>
/// <param name="host">The world around.</param>
/// <param name="quiet">Says nothing.</param>
internal sealed class LabelProgress(CliHost host, bool quiet)
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(200), PlainPause = TimeSpan.FromSeconds(10);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private TimeSpan next = TimeSpan.Zero, firstAt, lastAt;
    private long total, doneShards, begun = -1, own, ownAll, failed;

    /// <summary>What this process did.</summary>
    public string Summary
    {
        get
        {
            // Between the first photo and the last: opening the model is not labeling.
            double seconds = (lastAt - firstAt).TotalSeconds;
            return FormattableString.Invariant($"{ownAll} by this process") +
                (seconds > 0 ? FormattableString.Invariant($", {(ownAll - 1) / seconds:0.0} photos/s") : "");
        }
    }

    /// <summary>Photos a second of the whole job since this process joined it.</summary>
    private double PerSecond => (doneShards + own - begun) / Math.Max(clock.Elapsed.TotalSeconds, 1e-3);

    /// <summary>Says how many photos there are and how many are in shards that are done, whoever did them.</summary>
    public void Update(long photos, long done)
    {
        lock (gate)
        {
            (total, doneShards, own) = (photos, done, 0);
            if (begun < 0) begun = done;
        }
    }

    /// <summary>Counts a photo of this process's shard.</summary>
    public void Add(bool hasLabels)
    {
        lock (gate)
        {
            own++;
            ownAll++;
            lastAt = clock.Elapsed;
            if (ownAll == 1) firstAt = lastAt;
            if (!hasLabels) failed++;
            if (quiet || clock.Elapsed < next) return;
            if (next == TimeSpan.Zero && !host.IsTerminal)
            {
                next = clock.Elapsed + PlainPause;
                return;
            }

            next = clock.Elapsed + (host.IsTerminal ? TerminalPause : PlainPause);
            if (host.IsTerminal) StatusLine.Draw(host.Error, Line());
            else host.Error.WriteLine(Json().ToJsonString());
        }
    }

    /// <summary>Takes photos back that must be done once more.</summary>
    public void Remove(int photos)
    {
        lock (gate)
        {
            own -= photos;
            ownAll -= photos;
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (!quiet && host.IsTerminal) StatusLine.Clear(host.Error);
    }

    private string Line()
    {
        var left = TimeSpan.FromSeconds(Math.Min((total - doneShards - own) / Math.Max(PerSecond, 1e-6), 1e9));
        var eta = left.TotalDays >= 1 ? $"{left.TotalDays:0.0} days"
            : left.TotalHours >= 1 ? left.ToString(@"h\:mm\:ss") : left.ToString(@"m\:ss");
        return $"{doneShards + own}/{total}  {PerSecond:0.0} photos/s  ETA {eta}{(failed > 0 ? $"  {failed} failed" : "")}";
    }

    private JsonObject Json() => new()
    {
        ["done"] = doneShards + own,
        ["photos"] = total,
        ["failed"] = failed,
        ["per_second"] = Math.Round(PerSecond, 2),
        ["seconds_left"] = Math.Round((total - doneShards - own) / Math.Max(PerSecond, 1e-6)),
    };
}
