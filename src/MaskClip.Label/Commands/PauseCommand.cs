using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Labelling.Jobs;

namespace MaskClip.Label.Commands;

/// <summary><c>maskclip label pause</c> and <c>continue</c>: by a file in the job's folder, which all workers see.</summary>
internal static class PauseCommand
{
    /// <summary>Creates a verb.</summary>
    public static Command Create(CliHost host, string name, string description, bool isPaused)
    {
        var folder = new Argument<string>("job") { Description = "The job's folder." };
        var verb = new Verb(name, description, $"maskclip label {name} job/", folder);
        verb.SetAction(result =>
        {
            LabelJob.Open(Path.Combine(host.Folder, result.GetValue(folder)!)).IsPaused = isPaused;
            return ExitCode.Done;
        });
        return verb;
    }
}
