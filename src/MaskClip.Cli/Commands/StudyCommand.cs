using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip study</c>: whole tables by one command.</summary>
internal static class StudyCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host) => new Verb(
        "study",
        "Make whole tables by one command.",
        "maskclip study paper --data data/ --output runs/paper",
        StudyPaperCommand.Create(host));
}
