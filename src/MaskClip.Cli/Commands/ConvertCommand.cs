using System.CommandLine;
using MaskClip.Annotations;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip convert</c>: annotations of one tool as another's.</summary>
internal static class ConvertCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var names = AnnotatedDataOptions.Names;
        var input = new Argument<string>("annotations") { Description = "The annotations: a file or a folder, as the format has them." };
        var from = new Option<string?>("--from") { Description = $"Their format: {names}. Default: recognised.", HelpName = "format" };
        var to = new Option<string>("--to")
        {
            Description = $"Formats to write, separated by commas: {names}. With several, each gets a folder of its name.",
            HelpName = "formats",
            Required = true,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Folder for the results. Default: maskclip-out.",
            DefaultValueFactory = _ => "maskclip-out",
            HelpName = "folder",
        };
        var keepGoing = new Option<bool>("--keep-going")
        {
            Description =
                "Leave out records that cannot be read, name them, and end with exit code 3; otherwise the first one ends the run.",
        };
        var command = new Verb(
            "convert",
            "Read annotations of one tool and write them for another; docs/annotations.md says what each format loses.",
            "maskclip convert annotations.xml --from cvat --to coco,yolo --output dataset/",
            input,
            from,
            to,
            output,
            keepGoing);
        command.SetAction(result => Run(
            host,
            Path.Combine(host.Folder, result.GetValue(input)!),
            AnnotatedDataOptions.Format(result.GetValue(from), Path.Combine(host.Folder, result.GetValue(input)!)),
            AnnotationSettings.Find(result.GetValue(to)!, "--to"),
            Path.Combine(host.Folder, result.GetValue(output)!),
            result.GetValue(keepGoing),
            result.GetValue(Verb.Quiet)));
        return command;
    }

    private static int Run(
        CliHost host,
        string input,
        IAnnotationFormat from,
        IReadOnlyList<IAnnotationFormat> to,
        string output,
        bool keepGoing,
        bool quiet)
    {
        if (!Path.Exists(input)) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        using var reader = from.Open(input);
        IAnnotationWriter[] writers =
            [.. to.Select(format => format.Create(to.Count == 1 ? output : Path.Combine(output, format.Name), reader.Schema))];
        int photos = 0, regions = 0, errors = 0;
        try
        {
            foreach (var photo in reader.Read(keepGoing ? Report : null))
            {
                foreach (var writer in writers) writer.Add(photo);
                photos++;
                regions += photo.Regions.Count;
            }

            foreach (var path in writers.SelectMany(writer => writer.Complete())) host.Output.WriteLine(path);
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
        }

        if (!quiet) host.Error.WriteLine($"{photos} photos, {regions} regions, {errors} records left out");
        return errors == 0 ? ExitCode.Done : photos > 0 ? ExitCode.SomeFailed : ExitCode.Failed;

        void Report(AnnotationException error)
        {
            errors++;
            ErrorReport.Print(host, error.Message);
        }
    }
}
