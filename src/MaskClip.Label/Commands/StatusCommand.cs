using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Labelling.Jobs;

namespace MaskClip.Label.Commands;

/// <summary><c>maskclip label status</c>: what a job's folder says of it.</summary>
internal static class StatusCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var folder = new Argument<string>("job") { Description = "The job's folder." };
        var verb = new Verb("status", "Say how far a job is.", "maskclip label status job/", folder);
        verb.SetAction(result => Run(host, LabelJob.Open(Path.Combine(host.Folder, result.GetValue(folder)!))));
        return verb;
    }

    private static int Run(CliHost host, LabelJob job)
    {
        int missing = job.Missing(again: true).Count();
        var leases = Path.Combine(job.Folder, "leases");
        int held = Directory.Exists(leases) ? Directory.EnumerateFiles(leases, "*.lock", SearchOption.AllDirectories).Count() : 0;
        host.Output.WriteLine($"shards  {job.Shards - missing} of {job.Shards} done, {held} at work or given up");
        host.Output.WriteLine($"photos  {job.PhotosDone} of {job.Photos} in them");
        if (JobCompletion.Completed(job) is { } done)
            host.Output.WriteLine($"merged  {done.Photos} photos into {string.Join(", ", job.Description.Formats)}, {done.Failed} failed");
        if (job.IsPaused) host.Output.WriteLine("paused");
        foreach (var (name, value) in job.Description.Settings) host.Output.WriteLine($"{name,-20} {value}");
        return ExitCode.Done;
    }
}
