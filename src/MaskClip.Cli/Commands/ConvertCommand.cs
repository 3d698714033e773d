using System.CommandLine;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
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
        var input = new Argument<string[]>("annotations")
        {
            Description = "The annotations: a file or a folder, as the format has them. Several, the parts of a job, become one.",
            Arity = ArgumentArity.OneOrMore,
        };
        var photos = new Option<string?>("--photos")
        {
            Description = "Where the photos lie, for formats that look into them: webdataset, and geojson for GeoTIFFs.",
            HelpName = "folder",
        };
        var from = new Option<string?>("--from") { Description = $"Their format: {names}. Default: recognized.", HelpName = "format" };
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
                "Leave out records that cannot be read, fill polygons that cross themselves as their tool does, name both, and end with "
                + "exit code 3; otherwise the first one ends the run.",
        };
        var command = new Verb(
            "convert",
            "Read annotations of one tool and write them for another; docs/annotations.md says what each format loses.",
            "maskclip convert annotations.xml --from cvat --to coco,yolo --output dataset/",
            input,
            from,
            to,
            photos,
            output,
            keepGoing);
        command.SetAction(result => Run(
            host,
            [.. result.GetValue(input)!.Select(path => Path.Combine(host.Folder, path))],
            AnnotatedDataOptions.Format(result.GetValue(from), Path.Combine(host.Folder, result.GetValue(input)![0])),
            AnnotationSettings.Find(result.GetValue(to)!, "--to"),
            result.GetValue(photos) is { } folder ? Path.Combine(host.Folder, folder) : null,
            Path.Combine(host.Folder, result.GetValue(output)!),
            result.GetValue(keepGoing),
            result.GetValue(Verb.Quiet)));
        return command;
    }

    private static int Run(
        CliHost host,
        string[] inputs,
        IAnnotationFormat from,
        IReadOnlyList<IAnnotationFormat> to,
        string? folder,
        string output,
        bool keepGoing,
        bool quiet)
    {
        var missing = inputs.FirstOrDefault(input => !Path.Exists(input));
        if (missing is not null) throw new FileNotFoundException($"There is no file or folder '{missing}'.");
        if (folder is not null && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}' with photos.");
        using var reader = inputs.Length == 1 ? from.Open(inputs[0]) : from.OpenAll(inputs);
        IAnnotationWriter[] writers =
            [.. to.Select(format => format.Create(to.Count == 1 ? output : Path.Combine(output, format.Name), reader.Schema))];
        int photos = 0, regions = 0, errors = 0, crossings = 0;
        try
        {
            foreach (var photo in reader.Read(keepGoing ? Report : null))
            {
                foreach (var crossing in photo.FindCrossings(inputs[0], reader.Schema))
                {
                    if (!keepGoing)
                    {
                        throw new AnnotationException(
                            crossing.Path,
                            crossing.Record,
                            $"{crossing.Error} --keep-going fills it as the tool that wrote it does.",
                            crossing);
                    }

                    Report(crossing);
                    crossings++;
                }

                var whole = WithPhoto(photo, folder);
                try
                {
                    foreach (var writer in writers) writer.Add(whole);
                    photos++;
                    regions += photo.Regions.Count;
                }
                catch (AnnotationException error) when (keepGoing)
                {
                    Report(error);
                }
            }

            foreach (var path in writers.SelectMany(writer => writer.Complete())) host.Output.WriteLine(path);
        }
        finally
        {
            foreach (var writer in writers) writer.Dispose();
        }

        if (!quiet)
        {
            var filled = crossings == 0 ? "" : $", {crossings} polygons that cross themselves filled";
            host.Error.WriteLine($"{photos} photos, {regions} regions, {errors - crossings} records left out{filled}");
        }

        return errors == 0 ? ExitCode.Done : photos > 0 ? ExitCode.SomeFailed : ExitCode.Failed;

        void Report(AnnotationException error)
        {
            errors++;
            ErrorReport.Print(host, error.Message);
        }
    }

    // Names that lead out of the folder are not photos of it.
    private static AnnotatedPhoto WithPhoto(AnnotatedPhoto photo, string? folder)
    {
        if (folder is null) return photo;
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, photo.Name));
        return path.StartsWith(root, StringComparison.Ordinal) && File.Exists(path) ? photo.WithPhoto(path) : photo;
    }
}
