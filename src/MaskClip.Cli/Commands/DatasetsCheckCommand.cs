using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;
using MaskClip.Imaging;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip datasets check</c>.</summary>
internal static class DatasetsCheckCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var folder = new Argument<string>("folder") { Description = "The data set's folder." };
        var layouts = string.Join(", ", SegmentationDataset.Layouts.Select(layout => layout.Name));
        var layout = new Option<string?>("--layout")
        {
            Description = $"How it is laid out: {layouts}. Default: recognised.",
            HelpName = "name",
        };
        var split = new Option<string?>("--split")
        {
            Description = "Which part, for example train. Default: val, where there are parts.",
            HelpName = "name",
        };
        var command = new Verb(
            "check",
            "Read every photo and mask of a data set: counts pixels and photos of each class, lists all faults (exit code 1).",
            "maskclip datasets check VOCdevkit/VOC2012 --layout voc21 --split val",
            folder,
            layout,
            split);
        command.SetAction((result, cancellationToken) => Task.FromResult(Check(
            host,
            Path.Combine(host.Folder, result.GetValue(folder)!),
            result.GetValue(layout),
            result.GetValue(split),
            result.GetValue(Verb.Quiet),
            cancellationToken)));
        return command;
    }

    private static int Check(CliHost host, string folder, string? layout, string? split, bool quiet, CancellationToken cancellationToken)
    {
        BatchProgress? progress = null;
        var check = DatasetCheck.Run(folder, layout, split, Tell, cancellationToken);
        progress?.End();
        Write(host.Output, check);
        if (check.Dataset.Remark is { } remark) ErrorReport.Warn(host, remark);
        foreach (var error in check.Errors) ErrorReport.Print(host, error);
        return check.Errors.Count == 0 ? ExitCode.Done : ExitCode.Failed;

        void Tell(int total, bool success)
        {
            if (!quiet) (progress ??= new BatchProgress(host.Error, host.IsTerminal, total, "checked")).Add(success);
        }
    }

    private static void Write(TextWriter output, DatasetCheck check)
    {
        var dataset = check.Dataset;
        long counted = check.Classes.Sum(one => one.Pixels);
        Tables.Write(
            output,
            ["", "class", "pixels", "share", "photos"],
            [
                .. check.Classes.Select((one, index) => new[]
                {
                    $"{index}",
                    dataset.Vocabulary.Classes[index].Name,
                    $"{one.Pixels}",
                    one.Pixels == 0 ? "" : $"{one.Pixels / (double)counted:P2}",
                    $"{one.Photos}",
                }),
                [
                    check.Classes.Count > LabelBytes.MaxClasses ? $"{Segmentation.Ignore}" : $"{LabelBytes.Ignore}",
                    "(ignored)",
                    $"{check.Ignored.Pixels}",
                    "",
                    $"{check.Ignored.Photos}",
                ],
            ]);
        int present = check.Classes.Count(one => one.Pixels > 0);
        var classes = $"{present} of {check.Classes.Count} classes";
        output.WriteLine(
            $"{dataset.Name}: layout {dataset.Layout.Name}, {dataset.Photos.Count} photos, {classes}, {Errors(check.Errors.Count)}");
    }

    private static string Errors(int count) => count switch { 0 => "no faults", 1 => "1 fault", _ => $"{count} faults" };
}
