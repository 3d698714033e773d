using System.CommandLine;
using System.Text.Json.Nodes;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.CommandLine.Settings;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;
using MaskClip.Model;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip eval</c>: photos with masks go in, metrics come out.</summary>
internal sealed class EvalCommand
{
    private readonly Option<string> data = new("--data", "-d")
    {
        Description = "The data set's folder, or annotations: a file, or with --from a folder.",
        Required = true,
        HelpName = "path",
    };
    private readonly Option<string?> layout = new("--layout")
    {
        Description = $"How the folder is laid out: {string.Join(", ", SegmentationDataset.Layouts.Select(one =>
            one.Name))}. Default: recognized by its content.",
        HelpName = "name",
    };
    private readonly Option<string?> split = new("--split")
    {
        Description = "Which part of it, where the layout has parts. Default: val.",
        HelpName = "name",
    };
    private readonly Option<string> protocol = new("--protocol")
    {
        Description = $"Whose settings: {string.Join(", ", EvaluationProtocol.KnownNames)} ('maskclip eval protocols' shows them). " +
            $"Flags go before them.",
        DefaultValueFactory = _ => EvaluationProtocol.Default,
        HelpName = "name",
    };
    private readonly StudentOption student;
    private readonly Option<string?> classes = new("--classes", "-c")
    {
        Description = "Names to score in place of the data set's own, one for each class: a built-in vocabulary or a file with one a line.",
        HelpName = "name|file",
    };
    private readonly Option<int?> limit = new("--limit") { Description = "Evaluate only the first so many photos.", HelpName = "n" };
    private readonly Option<string?> unseen = new("--unseen")
    {
        Description = "Classes that count as unseen, separated by commas; none for none. Default: the student's, else the paper's " +
            "split, where it has one.",
        HelpName = "names",
    };
    private readonly Option<string?> corruption = new("--corruption")
    {
        Description = $"Corrupt the photos first: {string.Join(", ", Enum.GetValues<Corruption>().Select(CorruptionSetting.NameOf))}.",
        HelpName = "kind",
    };
    private readonly Option<int> level = new("--level")
    {
        Description = "Severity of --corruption, 1 to 5.",
        DefaultValueFactory = _ => 3,
        HelpName = "1..5",
    };
    private readonly Option<string?> corruptions = new("--corruptions")
    {
        Description = "Make the robustness table after the clean run: all, or kinds separated by commas, each at five levels.",
        HelpName = "kinds",
    };
    private readonly BackgroundOption background = new("the data set's own.");
    private readonly Option<bool> trueNames = new("--true-names")
    {
        Description = "Offer only the names of what a photo's mask shows, and the background: as a person names what they see.",
    };
    private readonly Option<ulong> seed = new("--seed") { Description = "Seed of corruptions and intervals.", HelpName = "n" };
    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on where the run in --output was interrupted; what is finished is not done again.",
    };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The folder for journal and reports.",
        DefaultValueFactory = _ => "eval",
        HelpName = "folder",
    };
    private readonly Option<string> save = new("--save")
    {
        Description = $"Formats of the report: {string.Join(", ", ReportFiles.Formats)}, separated by commas; json always.",
        DefaultValueFactory = _ => "json,csv,html",
        HelpName = "forms",
    };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Print the metrics as JSON on standard output instead of the table.",
    };
    private readonly AnnotatedDataOptions annotated = new();
    private readonly ModelOptions model = new();
    private readonly InputOptions input = new();
    private readonly NameOptions names = new(canChoose: true);
    private readonly RefinementOptions refinement = new();
    private readonly CliHost host;

    private EvalCommand(CliHost host)
    {
        this.host = host;
        student = new StudentOption(
            [
                protocol, classes, background, trueNames, .. refinement.All.Except(refinement.Edges), .. model.Choice,
                .. model.TowerOfModel, .. input.All, .. names.All,
            ]);
    }

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new EvalCommand(host);
        var command = new Verb(
            "eval",
            "Evaluate a model on photos with masks: mIoU with intervals, classes, confusion, robustness.",
            "maskclip eval --data VOCdevkit/VOC2012 --layout voc21 --protocol unified --model ViT-B-16 --output eval/voc21",
            [EvalCompareCommand.Create(host), EvalConceptsCommand.Create(host), EvalProtocolsCommand.Create(host),
             verb.data, verb.layout, verb.split, .. verb.annotated.All,
             verb.protocol, verb.student, verb.classes, verb.background, verb.trueNames, verb.limit, verb.unseen,
             verb.corruption, verb.level, verb.corruptions, verb.seed, verb.resume, verb.output, verb.save, verb.json,
             .. verb.model.Choice, .. verb.model.Tower, .. verb.input.All, .. verb.names.All, .. verb.refinement.All])
        {
            Presets = verb.Presets,
        };
        command.SetAction((result, cancellationToken) => verb.RunAsync(result, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var labels = ReadLabels(result, cancellationToken);
        var dataset = Open(result, labels);
        var table = ReadTable(result);
        var options = ReadOptions(result, dataset);
        if (table.Count > 0 && options.Corruption is not null)
        {
            throw new UsageException("--corruption corrupts one run and --corruptions makes a table beside a clean run; give one of them.");
        }

        var formats = ReportFiles.Parse(result.GetValue(save)!);
        using var subject = Load(result, dataset, options);
        var folder = Path.Combine(host.Folder, result.GetValue(output)!);
        var job = new EvaluationJob
        {
            Host = host,
            Evaluator = subject.Evaluator,
            Corruptions = table,
            Output = folder,
            Formats = formats,
            Resume = result.GetValue(resume),
            Json = result.GetValue(json),
            Quiet = result.GetValue(Verb.Quiet),
        };
        int code = await job.RunAsync(cancellationToken);
        var (name, hash) = subject.Evaluator.Model;
        OptionsFile.Write(folder, result, new JsonObject { ["_model"] = name, ["_model-hash"] = hash });
        return code;
    }

    private AnnotatedLabels? ReadLabels(ParseResult result, CancellationToken cancellationToken = default)
    {
        var path = Path.Combine(host.Folder, result.GetValue(data)!);
        if (!annotated.AreMeant(result, path, layout, split)) return null;

        // A mask with a region left out would be a wrong one.
        var labels = annotated.Read(result, path, onError: null, cancellationToken);
        if (!result.GetValue(Verb.Quiet) && annotated.Note(result, labels) is { } note) host.Error.WriteLine($"note: {note}");
        return labels;
    }

    private SegmentationDataset Open(ParseResult result, AnnotatedLabels? labels) => labels is not null
        ? SegmentationDataset.From(labels, annotated.Photos(result, host))
        : SegmentationDataset.Open(Path.Combine(host.Folder, result.GetValue(data)!), result.GetValue(layout), result.GetValue(split));

    private EvaluationOptions ReadOptions(ParseResult result, SegmentationDataset dataset) => new()
    {
        Limit = result.GetValue(limit),
        Unseen = result.GetValue(unseen) is { } names ? UnseenClasses.Read(names, dataset.Vocabulary) : null,
        Corruption = result.GetValue(corruption) is { } kind
            ? new CorruptionSetting(CorruptionSetting.ParseKind(kind), ReadLevel(result))
            : null,
        Seed = result.GetValue(seed),
        TrueNames = result.GetValue(trueNames),
    };

    private LoadedEvaluation Load(ParseResult result, SegmentationDataset dataset, EvaluationOptions options)
    {
        if (student.Read(result, host) is { } path) return LoadStudent(result, path, dataset, options);
        var chosen = Protocol(result, dataset.Layout.Name);
        var segmentation = refinement.Read(result, chosen.Segmentation);
        var loading = names.Apply(input.Apply(model.Read(result, host, chosen.Segmenter), result), result);
        var own = result.GetValue(classes) is { } name ? Vocabulary.Resolve(name) : null;
        var (scored, behind) = background.OfDataset(result, own ?? chosen.Apply(dataset.Vocabulary), dataset.Vocabulary);
        loading = loading with { Texts = loading.Texts with { AutomaticBackground = behind } };
        bool given = own is not null || result.IsGiven(background);
        var choice = names.Choice(result);
        foreach (var remark in chosen.Remarks) host.Error.WriteLine($"note: {remark}");
        var source = model.Source(result, host, [result.GetValue(data)!]);
        options = options with
        {
            Protocol = chosen.Name,
            Overrides =
            [
                .. chosen.Overrides(loading, segmentation), .. given ? ["names"] : Array.Empty<string>(),
                .. choice is null ? Array.Empty<string>() : ["chosen-templates"],
            ],
            Segmentation = segmentation,
            Templates = choice,
            Names = scored,
        };
        var segmenter = SegmenterLoader.Load(source, loading, segmentation);
        return LoadedEvaluation.Of(segmenter, () => new Evaluator(segmenter, dataset, options));
    }

    private LoadedEvaluation LoadStudent(ParseResult result, string path, SegmentationDataset dataset, EvaluationOptions options)
    {
        var engine = model.Read(result, host);
        var network = StudentSegmenter.Load(
            path,
            threads: engine.Threads,
            cacheFolder: engine.CacheFolder,
            device: engine.Device,
            logger: engine.Logger,
            edges: refinement.ReadForStudent(result));
        foreach (var (own, other) in network.Vocabulary.Classes.Zip(dataset.Vocabulary.Classes))
        {
            if (own.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)) continue;
            host.Error.WriteLine(
                $"warning: the student's '{own.Name}' is counted as the data set's '{other.Name}': classes are matched by their order");
        }

        return LoadedEvaluation.Of(network, () => new Evaluator(network, dataset, options));
    }

    private EvaluationProtocol Protocol(ParseResult result, string layoutName) =>
        EvaluationProtocol.For(result.GetValue(protocol)!, layoutName, model.Method(result));

    private (string Source, IReadOnlyDictionary<string, string> Values) Presets(ParseResult result)
    {
        using var labels = ReadLabels(result);
        var chosen = Protocol(result, result.GetValue(layout) ?? Open(result, labels).Layout.Name);
        return ($"protocol {chosen.Name}", ProtocolText.Values(chosen));
    }

    private IReadOnlyList<CorruptionSetting> ReadTable(ParseResult result)
    {
        if (result.GetValue(corruptions) is not { } text) return [];
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase)) return CorruptionSetting.All;
        var kinds = text.Split(',').Select(CorruptionSetting.ParseKind).ToHashSet();
        return [.. CorruptionSetting.All.Where(setting => kinds.Contains(setting.Kind))];
    }

    private int ReadLevel(ParseResult result) => result.GetValue(level) is >= 1 and <= PhotoCorruption.MaxLevel and var value
        ? value
        : throw new UsageException($"--level is {result.GetValue(level)}; 1 to {PhotoCorruption.MaxLevel} are allowed.");
}
