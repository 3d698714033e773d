using System.Text.Json.Nodes;
using MaskClip.Evaluation.Protocols;
using MaskClip.Evaluation.Runs;
using MaskClip.Evaluation.Settings;

namespace MaskClip.Evaluation;

/// <summary>How a paper evaluates: the sizes, names and thresholds without which its metrics cannot be compared with others.</summary>
public sealed record EvaluationProtocol
{
    /// <summary>The name of the library's own defaults.</summary>
    public const string Default = "default";

    /// <summary>MaskCLIP's paper and released code: whole photos, the released sizes, ImageNet's mean, exact GELU.</summary>
    public const string Paper = "paper";

    /// <summary>
    /// What MaskCLIP's successors (SCLIP, ClearCLIP, NACLIP, SC-CLIP, ...) measure with: sliding windows, engineered names, probability
    /// thresholds.
    /// </summary>
    public const string Unified = "unified";

    // The method of both papers' protocols where none is named.
    private const string Published = "maskclip";

    /// <summary>The protocols that can be named.</summary>
    public static IReadOnlyList<string> KnownNames { get; } = [Default, Paper, Unified];

    /// <summary>The protocol's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>How photos and names are embedded.</summary>
    public SegmenterOptions Segmenter { get; init; } = new();

    /// <summary>How scores become labels.</summary>
    public SegmentationOptions Segmentation { get; init; } = new();

    /// <summary>The texts scored for each of the data set's classes.</summary>
    /// <value><see langword="null"/> stands for the data set's own names.</value>
    public IReadOnlyList<IReadOnlyList<string>>? Names { get; init; }

    /// <summary>What is not as in the papers, or not in them at all.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>Finds a protocol's settings for a data set and a method.</summary>
    /// <param name="name">One of <see cref="KnownNames"/>.</param>
    /// <param name="layout">The data set's layout, see <see cref="SegmentationDataset.Layouts"/>.</param>
    /// <param name="method">The method, see <see cref="PhotoOptions.Method"/>: the successors differ in settings too.
    /// <see langword="null"/> takes the model's own, or MaskCLIP's where a paper's protocol is asked for.</param>
    /// <exception cref="OptionsException">There is no such protocol.</exception>
    public static EvaluationProtocol For(string name, string layout, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(layout);
        var set = layout.EndsWith("-raw", StringComparison.Ordinal) ? layout[..^4] : layout; // other numbers for the same classes
        return name.ToLowerInvariant() switch
        {
            Default => new EvaluationProtocol
            {
                Name = Default,
                Summary = "the library's own defaults",
                Segmenter = new() { Photos = new() { Method = method } },
            },
            Paper => PaperProtocol.For(set, method ?? Published),
            Unified => UnifiedProtocol.For(set, method ?? Published),
            _ => throw new OptionsException($"Unknown protocol '{name}'. Available: {string.Join(", ", KnownNames)}.", nameof(name)),
        };
    }

    /// <summary>The data set's classes with the protocol's texts.</summary>
    /// <param name="classes">The data set's classes.</param>
    public Vocabulary Apply(Vocabulary classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (Names is null) return classes;
        return new Vocabulary([.. classes.Classes.Zip(Names, (one, texts) => one with { Synonyms = texts })], classes.Palette);
    }

    /// <summary>The names of the settings in which a run departs from the protocol.</summary>
    /// <param name="segmenter">How the run embeds.</param>
    /// <param name="segmentation">How it scores.</param>
    public IReadOnlyList<string> Overrides(SegmenterOptions segmenter, SegmentationOptions segmentation)
    {
        JsonObject own = ToJson(), run = (this with { Segmenter = segmenter, Segmentation = segmentation }).ToJson();
        return [.. own.Select(one => one.Key).Where(key => !JsonNode.DeepEquals(own[key], run[key]))];
    }

    /// <summary>The settings by name, as reports have them.</summary>
    public JsonObject ToJson()
    {
        var values = new JsonObject();
        OptionValues.Add(values, Segmenter);
        OptionValues.Add(values, Segmentation);
        return values;
    }
}
