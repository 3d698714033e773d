using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
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
        var data = new Argument<string>("data") { Description = "The data set's folder, or annotations: a file, or with --from a folder." };
        var annotated = new AnnotatedDataOptions();
        var layouts = string.Join(", ", SegmentationDataset.Layouts.Select(layout => layout.Name));
        var layout = new Option<string?>("--layout")
        {
            Description = $"How it is laid out: {layouts}. Default: recognized.",
            HelpName = "name",
        };
        var split = new Option<string?>("--split")
        {
            Description = "Which part, for example train. Default: val, where there are parts.",
            HelpName = "name",
        };
        var command = new Verb(
            "check",
            "Read every photo and mask of a data set: counts pixels and photos of each class, lists all errors (exit code 1).",
            "maskclip datasets check VOCdevkit/VOC2012 --layout voc21 --split val",
            [data, layout, split, .. annotated.All]);
        command.SetAction((result, cancellationToken) =>
        {
            var path = Path.Combine(host.Folder, result.GetValue(data)!);
            bool quiet = result.GetValue(Verb.Quiet);
            if (!annotated.AreMeant(result, path, layout, split))
            {
                return Task.FromResult(Check(host, quiet, heard =>
                    DatasetCheck.Run(path, result.GetValue(layout), result.GetValue(split), heard, cancellationToken)));
            }

            using var labels = annotated.Read(result, path, static _ => { }, cancellationToken);
            int code = Check(host, quiet, heard => DatasetCheck.Run(labels, annotated.Photos(result, host), heard, cancellationToken));
            if (!quiet && annotated.Note(result, labels) is { } note) host.Error.WriteLine($"note: {note}");
            return Task.FromResult(code);
        });
        return command;
    }

    private static int Check(CliHost host, bool quiet, Func<IProgress<CheckedPhoto>?, DatasetCheck> run)
    {
        var progress = quiet ? null : new CheckProgress(host);
        var check = run(progress);
        progress?.End();
        Write(host.Output, check);
        if (check.Dataset.Remark is { } remark) ErrorReport.Warn(host, remark);
        foreach (var error in check.Errors) ErrorReport.Print(host, error);
        return check.Errors.Count == 0 ? ExitCode.Done : ExitCode.Failed;
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

    private static string Errors(int count) => count switch { 0 => "no errors", 1 => "1 error", _ => $"{count} errors" };
}
