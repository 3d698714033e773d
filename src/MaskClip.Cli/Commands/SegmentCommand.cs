using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.CommandLine.Settings;
using MaskClip.Engine;
using MaskClip.Formats;
using MaskClip.Model;
using MaskClip.World;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip segment</c>: photos and names go in; masks, overlays and a table come out.</summary>
internal sealed class SegmentCommand
{
    private const string NoFiles = "none", Features = "features";

    // For so few photos packing a model's weights costs more than it saves. What was asked for counts, not what is left to do: packed and
    // unpacked weights differ in the last bits.
    private const int MaxUnpacked = 4;

    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Photos, folders, patterns such as 'photos/*.jpg' or 'photos/**/*.jpg', or - for standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<bool> sample = new("--sample") { Description = "Segment the postcard that 'maskclip sample' draws." };
    private readonly VocabularyOptions vocabularies = new();
    private readonly ExemplarOptions exemplars = new();
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
        Description = "Opacity of the overlay's colors, 0 to 1.",
        DefaultValueFactory = _ => 0.5,
    };
    private readonly Option<bool> noLegend = new("--no-legend") { Description = "Draw no legend under the overlay." };
    private readonly Option<bool> json = new("--json")
    {
        Description = "Print a JSON object a line for each photo on standard output, as in the files of --save json, or photo and error.",
    };
    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Go on with an interrupted run: photos that are done are passed over. They and all options must be the same.",
    };
    private readonly ModelOptions model = new();
    private readonly InputOptions input = new();
    private readonly NameOptions names = new(canChoose: true);
    private readonly RefinementOptions refinement = new(followsEdges: true);
    private readonly StudentOption student;
    private readonly CliHost host;

    private SegmentCommand(CliHost host)
    {
        this.host = host;
        student = new StudentOption(
            [.. vocabularies.All, .. exemplars.All, .. refinement.OfModels, .. model.Choice, .. model.TowerOfModel,
             .. input.All, .. names.All]);
    }

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new SegmentCommand(host);
        var command = new Verb(
            "segment",
            "Segment photos by naming what is in them.",
            "maskclip segment photo.jpg --prompt cat --prompt \"sofa|couch\" --background \"wall,floor\" --output out/",
            [verb.inputs, verb.sample, .. verb.vocabularies.All, .. verb.exemplars.All, verb.student,
             .. verb.refinement.All, .. verb.model.Choice, .. verb.model.Tower, .. verb.input.All, .. verb.names.All,
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
        bool keepFeatures = writers.Any(writer => writer.Name == Features);
        var options = refinement.Read(result) with { KeepFeatures = keepFeatures };
        // One file holds all tensors of a photo where one is wanted.
        if (writers.Any(writer => writer.Name == "safetensors")) writers = [.. writers.Where(writer => writer.Name != Features)];
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
            if (keepFeatures) throw new UsageException("--save features are those that names are compared with, and a --student has none.");
            using var network = OpenStudent(path, result, job);
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
                () =>
                {
                    OptionsFile.Write(output, result, result.GetValue(inputs) ?? [], opened);
                    if (classifier.Templates is { } templates) ChosenTemplates.Write(output, templates);
                },
                cancellationToken);
        }
    }

    private IReadOnlyList<ISegmentationWriter> ReadWriters(ParseResult result) =>
        result.GetValue(save)!.Trim().Equals(NoFiles, StringComparison.OrdinalIgnoreCase)
            ? []
            : SegmentationWriters.Parse(result.GetValue(save)!);

    private static ISegmenter? Second(Segmenter opened, TextClassifier classifier, SegmentationOptions options, string? method) =>
        method is null ? null : opened.For(classifier, options, opened.Options.Photos with { Method = method });

    private StudentSegmenter OpenStudent(string path, ParseResult result, SegmentationJob job)
    {
        var engine = Engine(result, job);
        var options = refinement.ReadForStudent(result);
        return StudentSegmenter.Load(path, options.MinScore, engine.Threads, engine.CacheFolder, engine.Device, engine.Logger, options);
    }

    private (Segmenter Model, TextClassifier Names) OpenModel(
        ParseResult result, SegmentationOptions options, SegmentationJob job, CancellationToken cancellationToken)
    {
        var examples = exemplars.Read(result, host);
        examples.Validate(job.Photos);
        var choice = names.Choice(result);
        var (vocabulary, chosen) = ReadNames(result, examples);
        if (chosen is null && vocabulary is not null) options.Validate(vocabulary);
        if (job.Annotations is not null && vocabulary is not null) AnnotationSettings.Validate(vocabulary);
        var source = model.Source(result, host, result.GetValue(inputs) ?? [], cancellationToken);
        var loading = names.Apply(input.Apply(Engine(result, job), result), result);
        if (options.KeepFeatures && loading.Photos is not { Windows: null, Flip: false, Scales.Count: 1, Sides: not InputSides.Pad })
            throw new UsageException("--save features needs photos in one piece: leave out --windows, --flip, --scales and padding.");
        loading = loading with { Texts = loading.Texts with { AutomaticBackground = chosen } };
        Segmenter opened;
        TextClassifier? classifier = null;
        if (vocabulary is null) opened = SegmenterLoader.Load(source, loading, options);
        else (opened, classifier) = SegmenterLoader.Load(source, loading, options, vocabulary, cancellationToken);
        try
        {
            if (choice is not null)
                classifier = ChosenTemplates.Choose(host, opened, classifier, job, choice, cancellationToken);
            classifier = examples.AddTo(classifier, opened, job.Photos, cancellationToken);
        }
        catch
        {
            opened.Dispose();
            throw;
        }

        // Of what is scored: names whose background was chosen have one.
        foreach (var warning in classifier.Vocabulary.Warnings) ErrorReport.Warn(host, warning);
        return (opened, classifier);
    }

    private (Vocabulary? Names, AutomaticBackgroundOptions? Chosen) ReadNames(ParseResult result, ExemplarPrompts examples)
    {
        if (examples.IsEmpty || vocabularies.AreGiven(result))
            return vocabularies.Read(result, ", an example (--prompt-image, --prompt-patch), or a trained --student");
        return vocabularies.IsBackgroundGiven(result)
            ? throw new UsageException(
                "--background stands beside names. Where there are examples alone, what is like none of them is background: leave it " +
                "out, or give --prompt too.")
            : (null, null);
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
}
