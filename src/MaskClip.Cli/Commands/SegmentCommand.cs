using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.Engine;
using MaskClip.Formats;
using MaskClip.Model;
using MaskClip.World;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip segment</c>: photos and names go in; masks, overlays and a table come out.</summary>
internal sealed class SegmentCommand
{
    private const string NoFiles = "none";

    // For so few photos packing a model's weights costs more than it saves. What was asked for counts, not what is left to do: packed and
    // unpacked weights differ in the last bits.
    private const int MaxUnpacked = 4;

    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Photos, folders, patterns such as 'photos/*.jpg', or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<bool> sample = new("--sample") { Description = "Segment the postcard that 'maskclip sample' draws." };
    private readonly Option<string[]> prompt = new("--prompt", "-p")
    {
        Description = "A name in plain words; synonyms as in \"sofa|couch\", a label to write as in \"sofa|couch=seat\". Repeat for more.",
        HelpName = "name",
    };
    private readonly Option<string?> classes = new("--classes", "-c")
    {
        Description = $"A built-in vocabulary ({string.Join(", ", Vocabulary.BuiltInNames)}) or a file with one name a line.",
        HelpName = "name|file",
    };
    private readonly Option<string[]> background = new("--background", "-b")
    {
        Description = "Names of what is drawn as background, separated by commas.",
        HelpName = "names",
    };
    private readonly Option<double> maxPixels = new("--max-pixels")
    {
        Description = "Refuse photos with more megapixels than this.",
        DefaultValueFactory = _ => RgbImage.DefaultMaxPixels / 1e6,
        HelpName = "megapixels",
    };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The folder for results.",
        DefaultValueFactory = _ => "out",
        HelpName = "folder",
    };
    private readonly Option<string> save = new("--save")
    {
        Description = $"What to write: {string.Join(", ", SegmentationWriters.All.Select(writer =>
            writer.Name))}, separated by commas; none for no files.",
        DefaultValueFactory = _ => "overlay,mask,json",
        HelpName = "formats",
    };
    private readonly Option<string?> format = new("--format")
    {
        Description = $"Annotation files to write too, separated by commas, each in a folder of its name: {AnnotatedDataOptions.Names}.",
        HelpName = "formats",
    };
    private readonly Option<double> simplify = new("--simplify")
    {
        Description = "With --format: simplify outlines, which may move by so many pixels, and write polygons. Default: 0, exact masks.",
        HelpName = "pixels",
    };
    private readonly Option<string?> rank = new("--rank")
    {
        Description = $"Write {PhotoRanking.FileName}, the photos that a person should look at first on top, and how unsure each region " +
            $"is into --format cvat and label-studio. By: {RankingSettings.Names}.",
        HelpName = "by",
    };
    private readonly Option<string?> against = new("--against")
    {
        Description = "With --rank: a second method, which takes as much time again; where both disagree is measured.",
        HelpName = "method",
    };
    private readonly Option<double> opacity = new("--opacity")
    {
        Description = "Of the overlay's colours, 0..1.",
        DefaultValueFactory = _ => 0.5,
    };
    private readonly Option<bool> noLegend = new("--no-legend") { Description = "Draw no legend under the overlay." };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Print a JSON object a line for each photo on standard output: photo, width, height and regions, or photo and error.",
    };
    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on with an interrupted run: photos that are done are passed over. They and all options must be the same.",
    };
    private readonly ModelOptions model = new();
    private readonly InputOptions input = new();
    private readonly NameOptions names = new();
    private readonly RefinementOptions refinement = new();
    private readonly StudentOption student;
    private readonly CliHost host;

    private SegmentCommand(CliHost host)
    {
        this.host = host;
        student = new StudentOption(
            [prompt, classes, background, .. refinement.OfModels, .. model.Choice, .. model.TowerOfModel, .. input.All, .. names.All]);
    }

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new SegmentCommand(host);
        var command = new Verb(
            "segment",
            "Segment photos by naming what is in them.",
            "maskclip segment photo.jpg --prompt cat --prompt \"sofa|couch\" --background \"wall,floor\" --output out/",
            [verb.inputs, verb.sample, verb.prompt, verb.classes, verb.background, verb.student, .. verb.refinement.All,
             .. verb.model.Choice, .. verb.model.Tower, .. verb.input.All, .. verb.names.All,
             verb.maxPixels, verb.output, verb.save, verb.format, verb.simplify,
             verb.rank, verb.against, verb.opacity, verb.noLegend, verb.json, verb.resume]);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var output = Path.GetFullPath(Path.Combine(host.Folder, result.GetValue(this.output)!));
        var writers = ReadWriters(result);
        if (result.GetValue(resume) && writers.Count == 0)
        {
            throw new UsageException(
                "--resume goes on with the files of an earlier run, and --save none writes none. Leave one of them out.");
        }

        var annotations = AnnotationSettings.Read(result.GetValue(format), result.GetValue(simplify), result.GetValue(resume));
        var ranking = RankingSettings.Read(
            result.GetValue(rank), result.GetValue(against), result.GetValue(resume), student.Read(result, host) is not null);
        var photos = FindPhotos(result, writers.Count > 0 || annotations is not null || ranking is not null ? output : null);
        var options = refinement.Read(result);
        if (result.GetValue(opacity) is not (>= 0 and <= 1))
            throw new UsageException($"--opacity is {result.GetValue(opacity)}; 0 to 1 is allowed.");
        var painting = new OverlayOptions { Opacity = result.GetValue(opacity), Legend = !result.GetValue(noLegend) };
        var job = new SegmentationJob
        {
            Host = host,
            Photos = photos,
            Writers = [.. writers.Select(writer => writer is OverlayWriter ? new OverlayWriter(painting) : writer)],
            Annotations = annotations,
            Output = output,
            MaxPhotoTime = model.Read(result, host).MaxPhotoTime,
            Resume = result.GetValue(resume),
            Settings = ResultSettings.Of(result),
            Json = result.GetValue(json),
            Quiet = result.GetValue(Verb.Quiet),
        };
        if (student.Read(result, host) is { } path)
        {
            using var network = OpenStudent(path, result, options, job);
            if (ranking is not null) job.Ranking = new PhotoRanking(ranking, null);
            return await job.RunAsync(
                network, () => OptionsFile.Write(output, result, result.GetValue(inputs) ?? [], network), cancellationToken);
        }

        var (opened, classifier) = OpenModel(result, options, job, cancellationToken);
        using (opened)
        {
            if (ranking is not null) job.Ranking = new PhotoRanking(ranking, Second(opened, classifier, options, ranking.Against));
            return await job.RunAsync(
                opened.For(classifier, options),
                () => OptionsFile.Write(output, result, result.GetValue(inputs) ?? [], opened),
                cancellationToken);
        }
    }

    private IReadOnlyList<ISegmentationWriter> ReadWriters(ParseResult result) =>
        result.GetValue(save)!.Trim().Equals(NoFiles, StringComparison.OrdinalIgnoreCase)
            ? []
            : SegmentationWriters.Parse(result.GetValue(save)!);

    private static ISegmenter? Second(Segmenter opened, TextClassifier classifier, SegmentationOptions options, string? method) =>
        method is null ? null : opened.For(classifier, options, opened.Options.Photos with { Method = method });

    private StudentSegmenter OpenStudent(string path, ParseResult result, SegmentationOptions options, SegmentationJob job)
    {
        var engine = Engine(result, job);
        return StudentSegmenter.Load(path, options.MinScore, engine.Threads, engine.CacheFolder, engine.Device, engine.Logger);
    }

    private (Segmenter Model, TextClassifier Names) OpenModel(
        ParseResult result, SegmentationOptions options, SegmentationJob job, CancellationToken cancellationToken)
    {
        var vocabulary = ReadVocabulary(result);
        options.Validate(vocabulary);
        if (job.Annotations is not null) AnnotationSettings.Validate(vocabulary);
        foreach (var warning in vocabulary.Warnings) ErrorReport.Warn(host, warning);
        var source = model.Source(result, host, result.GetValue(inputs) ?? [], cancellationToken);
        var loading = names.Apply(input.Apply(Engine(result, job), result), result);
        return SegmenterLoader.Load(source, loading, options, vocabulary, cancellationToken);
    }

    private SegmenterOptions Engine(ParseResult result, SegmentationJob job)
    {
        var engine = model.Read(result, host) with { PackWeights = job.Photos.Count > MaxUnpacked };
        return engine.Threads > 0 ? engine : engine with { Threads = EngineInfo.ThreadsFor(job.Photos.Count) };
    }

    private IReadOnlyList<PhotoInput> FindPhotos(ParseResult result, string? results)
    {
        double megapixels = result.GetValue(maxPixels);
        if (megapixels is not (> 0 and <= 2000))
            throw new UsageException($"--max-pixels is {megapixels}; more than 0 and at most 2000 megapixels are allowed.");
        var found = PhotoInputs.Find(result.GetValue(inputs) ?? [], (long)(megapixels * 1e6), host, results).ToList();
        if (result.GetValue(sample)) found.Insert(0, new PhotoInput("postcard", "", "postcard", _ => SamplePostcard.Draw()));
        return found.Count > 0
            ? found
            : throw new UsageException("There is nothing to segment: give photos, a folder, a pattern, - for standard input, or --sample.");
    }

    private Vocabulary ReadVocabulary(ParseResult result)
    {
        string[] prompts = result.GetValue(prompt) ?? [];
        var listed = result.GetValue(classes) is { } name ? Vocabulary.Resolve(name) : null;
        if (listed is null && prompts.Length == 0)
        {
            throw new UsageException(
                "There are no names to look for: give --prompt \"cat\" (repeat it for more), --classes voc, or a trained --student.");
        }
        var vocabulary = listed is null ? Vocabulary.Parse(prompts) : prompts.Length == 0 ? listed : listed.With(prompts);
        return result.GetValue(background) is { Length: > 0 } behind ? vocabulary.WithBackground(behind) : vocabulary;
    }
}
