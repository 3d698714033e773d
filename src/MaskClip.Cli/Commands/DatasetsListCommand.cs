using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip datasets list</c>.</summary>
internal static class DatasetsListCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var command = new Verb("list", "List the layouts that can be named.", "maskclip datasets list");
        command.SetAction(_ =>
        {
            var rows = SegmentationDataset.Layouts.Select(layout => new[] { layout.Name, layout.Description });
            Tables.Write(host.Output, ["layout", "what it is"], rows);
            return ExitCode.Done;
        });
        return command;
    }
}
