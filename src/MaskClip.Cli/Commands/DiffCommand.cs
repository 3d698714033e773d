using System.CommandLine;
using MaskClip.Annotations;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip diff</c>: what an annotator, or another model, changed.</summary>
internal sealed class DiffCommand
{
    private readonly Argument<string> first = new("before") { Description = "Annotations: a file or a folder, masks too." };
    private readonly Argument<string> second = new("after") { Description = "Annotations of the same photos, in any format." };
    private readonly Option<string?> from = new("--from")
    {
        Description = $"Their format, or both separated by a comma: {AnnotatedDataOptions.Names}. Default: recognized.",
        HelpName = "formats",
    };
    private readonly Option<bool> pictures = new("--pictures")
    {
        Description = "Draw a picture of each photo: the same class green, only before vermilion, only after blue, another class yellow.",
    };
    private readonly Option<string?> photos = new("--photos")
    {
        Description = "With --pictures: the folder of the photos. Default: beside the first annotations; without a photo the ground is " +
            "gray.",
        HelpName = "folder",
    };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The folder for pictures.",
        DefaultValueFactory = _ => "diff",
        HelpName = "folder",
    };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Print a JSON object a line for each photo on standard output, and one for all of them at the end.",
    };
    private readonly Option<bool> keepGoing = new("--keep-going")
    {
        Description =
            "Leave out records that cannot be read, name them, and end with exit code 3; otherwise the first one ends the run.",
    };
    private readonly CliHost host;

    private DiffCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new DiffCommand(host);
        var command = new Verb(
            "diff",
            "Compare annotations of the same photos: IoU of each class and photo, what changed, and which photos only one side has.",
            "maskclip diff out/coco/instances.json corrected.xml --pictures --output diff/",
            verb.first,
            verb.second,
            verb.from,
            verb.pictures,
            verb.photos,
            verb.output,
            verb.json,
            verb.keepGoing);
        command.SetAction((result, cancellationToken) => Task.FromResult(verb.Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        string?[] formats = result.GetValue(from) is { } given ? (string?[])given.Split(',') : [null];
        if (formats.Length > 2) throw new UsageException("--from names more than two formats; one of both sides, or one of each.");
        if (result.GetValue(photos) is not null && !result.GetValue(pictures))
            throw new UsageException("--photos is about what pictures are drawn over; give --pictures too.");
        using var before = Read(result, result.GetValue(first)!, formats[0], cancellationToken);
        using var after = Read(result, result.GetValue(second)!, formats[^1], cancellationToken);
        var job = new DifferenceJob
        {
            Host = host,
            First = before,
            Second = after,
            Pictures = result.GetValue(pictures) ? Path.GetFullPath(Path.Combine(host.Folder, result.GetValue(output)!)) : null,
            Photos = result.GetValue(photos) is { } folder ? Path.Combine(host.Folder, folder) : null,
            Json = result.GetValue(json),
            Quiet = result.GetValue(Verb.Quiet),
        };
        return job.Run(cancellationToken);
    }

    // Pixels of no region are compared as background, so that a region that was added or removed counts.
    private AnnotatedLabels Read(ParseResult result, string given, string? format, CancellationToken cancellationToken)
    {
        var path = Path.Combine(host.Folder, given);
        return AnnotatedLabels.Read(
            path,
            AnnotatedDataOptions.Format(format, path),
            UnlabeledPixels.Background,
            result.GetValue(keepGoing) ? Report : null,
            cancellationToken);

        void Report(AnnotationException error) => ErrorReport.Print(host, error.Message);
    }
}
