using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Settings;
using MaskClip.Engine;
using MaskClip.Label.Workers;
using MaskClip.Labelling.Features;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Work;

namespace MaskClip.Label.Commands;

/// <summary>
/// Everything that labels depend on: names, model, method, refinement. A worker reads the same options as whoever began the job.
/// </summary>
internal sealed class LabelingOptions
{
    // More than any machine has cores: how a batch divides them is decided by the first few photos.
    private const int Many = 1 << 20;

    // What stands in other settings: by content, and not by the path of a file.
    private static readonly HashSet<string> ByContent = new(StringComparer.Ordinal)
    {
        "prompt", "classes", "model", "weights", "templates", "format",
    };

    private static readonly HashSet<string> OfMachine = new(StringComparer.Ordinal) { "threads", "max-memory", "max-time" };

    private readonly VocabularyOptions vocabularies = new();
    private readonly RefinementOptions refinement = new(followsEdges: true);
    private readonly ModelOptions model = new();
    private readonly InputOptions input = new();
    private readonly NameOptions names = new();
    private readonly Option<double> maxPixels = new("--max-pixels")
    {
        Description = "Refuse photos with more megapixels than this.",
        DefaultValueFactory = _ => RgbImage.DefaultMaxPixels / 1e6,
        HelpName = "megapixels",
    };
    private readonly Option<double> simplify = new("--simplify")
    {
        Description = "Simplify outlines, which may move by so many pixels, and write polygons. Default: 0, exact masks.",
        HelpName = "pixels",
    };

    private readonly Option<string?> keep = new("--keep")
    {
        Description = "features: keep the photos' dense features beside the labels (half precision), for other names later.",
        HelpName = "what",
    };
    private readonly Option<string?> fromFeatures = new("--from-features")
    {
        Description = "Label the photos of a job that kept features, without embedding any of them again.",
        HelpName = "job",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        .. vocabularies.All, .. model.Choice, .. model.Tower, .. refinement.All, .. input.All, .. names.All, maxPixels, simplify,
        keep, fromFeatures,
    ];

    /// <summary>The option by which a model is named.</summary>
    public IEnumerable<Option> Model => model.Choice;

    /// <summary>What a worker is started with: every option that somebody set, by a flag, a variable or a file.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="ofMachine">Those that say how this machine works, or those that decide results.</param>
    public IEnumerable<string> Arguments(ParseResult result, bool ofMachine)
    {
        var own = All.Select(option => option.Name.TrimStart('-')).ToHashSet(StringComparer.Ordinal);
        return EffectiveSettings.Given(result)
            .Where(one => own.Contains(one.Key) && OfMachine.Contains(one.Key) == ofMachine)
            .SelectMany(one => one.Values.Select(value => $"--{one.Key}={value}"));
    }

    /// <summary>The job whose features are used; <see langword="null"/> where photos are embedded.</summary>
    /// <exception cref="UsageException">Features are to be kept and used at once, or something else is to be kept.</exception>
    public LabelJob? FeaturesFrom(ParseResult result, CliHost host)
    {
        if (result.GetValue(keep) is { } what && what != "features")
            throw new UsageException($"--keep is '{what}'; features is allowed.");
        if (result.GetValue(fromFeatures) is not { } folder) return null;
        if (result.GetValue(keep) is not null)
            throw new UsageException("--keep and --from-features were both given: the features are kept already. Leave --keep out.");
        return LabelJob.Open(Path.Combine(host.Folder, folder));
    }

    /// <summary>The most pixels of a photo.</summary>
    public long MaxPixels(ParseResult result) => result.GetValue(maxPixels) is > 0 and <= 2000 and var megapixels
        ? (long)(megapixels * 1e6)
        : throw new UsageException(
            $"--max-pixels is {result.GetValue(maxPixels)}; more than 0 and at most 2000 megapixels are allowed.");

    /// <summary>How many pixels outlines may move.</summary>
    public double Tolerance(ParseResult result) => result.GetValue(simplify) is >= 0 and <= 1000 and var tolerance
        ? tolerance
        : throw new UsageException($"--simplify is {result.GetValue(simplify)}; 0 to 1000 pixels are allowed.");

    /// <summary>Loads the model with its names.</summary>
    public LoadedLabeling Load(ParseResult result, CliHost host, IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        var kept = FeaturesFrom(result, host);
        var options = refinement.Read(result);
        var (vocabulary, chosen) = vocabularies.Read(result, "");
        if (chosen is null) options.Validate(vocabulary);
        var source = model.Source(result, host, inputs, cancellationToken);

        // Packed and unpacked weights differ in the last bits: a shard of one photo is to be what it is in any other.
        var engine = model.Read(result, host) with { PackWeights = true };
        if (engine.Threads == 0) engine = engine with { Threads = EngineInfo.ThreadsFor(Many) };
        var loading = names.Apply(input.Apply(engine, result), result);
        loading = loading with { Texts = loading.Texts with { AutomaticBackground = chosen } };
        var (segmenter, classifier) = SegmenterLoader.Load(source, loading, options, vocabulary, cancellationToken);
        try
        {
            // Once: a worker that takes a dead one's place has nothing new to say.
            if (!result.GetValue(Verb.Quiet))
            {
                foreach (var warning in classifier.Vocabulary.Warnings) ErrorReport.Warn(host, warning);
            }

            var named = segmenter.For(classifier, options);
            var settings = Settings(result, segmenter, named);
            if (kept is not null) CheckFeatures(kept, settings);
            IPhotoLabeling way = kept is not null ? new FeatureLabeling(kept, segmenter, classifier, options)
                : result.GetValue(keep) is not null ? new FeatureKeeping(segmenter, classifier, options)
                : new SegmenterLabeling(named);
            return new LoadedLabeling(segmenter, named, way, settings);
        }
        catch
        {
            segmenter.Dispose();
            throw;
        }
    }

    // Names and refinement may be others; how photos were embedded may not.
    private void CheckFeatures(LabelJob kept, Dictionary<string, string> settings)
    {
        string[] embedding =
        [
            "model", .. model.TowerOfModel.Append(model.Device).Concat(input.All).Select(option => option.Name.TrimStart('-')),
        ];
        var own = embedding.Where(settings.ContainsKey).ToDictionary(name => name, name => settings[name], StringComparer.Ordinal);
        var then = kept.Description with
        {
            Settings = kept.Description.Settings.Where(one => embedding.Contains(one.Key))
                .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
        };
        if (then.Difference(own) is { Length: > 0 } difference)
            throw new OptionsException($"The features of '{kept.Folder}' were made otherwise: {difference}. Take the same options.");
    }

    private static Dictionary<string, string> Settings(ParseResult result, Segmenter segmenter, ISegmenter named)
    {
        var settings = ResultSettings.Of(result).Where(one => !ByContent.Contains(one.Key))
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        settings["model"] = $"{segmenter.Source.DisplayName} ({segmenter.ModelHash})";
        settings["method"] = segmenter.Options.Photos.Method ?? "";
        settings["names"] = string.Join(", ", named.Vocabulary.Classes.Select(one => one.Name));
        settings["segmenter"] = named.Fingerprint;
        return settings;
    }
}
