using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip datasets</c>: which layouts of photos with masks are known, and whether a folder is one.</summary>
internal static class DatasetsCommand
{
    /// <summary>Creates the verb with its sub-verbs.</summary>
    public static Command Create(CliHost host) => new Verb(
        "datasets",
        "List the known layouts of data sets; verify a folder of photos with masks.",
        "maskclip datasets check VOCdevkit/VOC2012",
        DatasetsListCommand.Create(host),
        DatasetsCheckCommand.Create(host));
}
