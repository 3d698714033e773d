using System.CommandLine;
using MaskClip.Cli.Studies;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip study paper</c>: the tables of MaskCLIP's paper again, published results beside ours.</summary>
internal sealed class StudyPaperCommand
{
    private readonly Option<string> data = new("--data", "-d")
    {
        Description = "The folder that holds VOCdevkit/VOC2012, VOCdevkit/VOC2010 (with Context's masks) and coco_stuff164k, or some of " +
            "them.",
        Required = true,
        HelpName = "folder",
    };
    private readonly Option<string[]> weights = new("--weights")
    {
        Description = "A file for one of the tables' models, as in RN50=clip/RN50.pt. Default: what was pulled. Repeat for more.",
        HelpName = "name=path",
    };
    private readonly Option<int?> limit = new("--limit")
    {
        Description = "Evaluate only the first so many photos of each set: to try out. Results are then not the paper's.",
        HelpName = "n",
    };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The folder for evaluations, and where trained rows are looked for. What is finished is not done again.",
        DefaultValueFactory = _ => "study-paper",
        HelpName = "folder",
    };
    private readonly Option<int> threads = new("--threads")
    {
        Description = "Threads of the engine for a photo. Default: one per core; several photos are evaluated at once.",
        HelpName = "n",
    };
    private readonly CliHost host;

    private StudyPaperCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new StudyPaperCommand(host);
        var command = new Verb(
            "paper",
            "Make the tables of MaskCLIP's paper again, published results beside ours; says what is missing for each row.",
            "maskclip study paper --data data/ --output runs/paper",
            verb.data,
            verb.weights,
            verb.limit,
            verb.output,
            verb.threads);
        command.SetAction((result, cancellationToken) => verb.RunAsync(result, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var study = new PaperStudy
        {
            Host = host,
            Data = result.GetValue(data)!,
            Weights = ReadWeights(result.GetValue(weights) ?? []),
            Limit = result.GetValue(limit) is not { } count ? null
                : count > 0 ? count : throw new UsageException($"--limit is {count}; 1 or more is allowed."),
            Output = result.GetValue(output)!,
            Threads = result.GetValue(threads),
            Quiet = result.GetValue(Verb.Quiet),
        };
        return await study.RunAsync(cancellationToken);
    }

    private Dictionary<string, string> ReadWeights(IEnumerable<string> given)
    {
        var files = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string[] known = [.. PaperTables.Rows.Select(row => row.Model).Distinct()];
        foreach (var text in given)
        {
            if (text.Split('=', 2) is not [var name, var path] || !known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new UsageException($"--weights is '{text}'; a model and its file are expected, one of {string.Join(", ", known)}.");
            files[name] = Path.Combine(host.Folder, path);
        }

        return files;
    }
}
