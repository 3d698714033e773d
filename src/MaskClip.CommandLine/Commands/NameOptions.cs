using System.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>How names become text embeddings, shared by the verbs that embed names.</summary>
public sealed class NameOptions
{
    private readonly Option<string> templates = new("--templates")
    {
        Description = "Sentences names are put into: maskclip (85), imagenet (80), simple (1), or a file. Default: by model, maskclip " +
            "for CLIP.",
        HelpName = "name|file",
    };
    private readonly Option<string> synonyms = new("--synonyms")
    {
        Description = "average: synonyms are averaged; best: the best one counts; best-name: and background names count apart; " +
            "best-probability: it counts after a softmax over all of them. Default: by model, average for CLIP.",
        HelpName = "how",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [templates, synonyms];

    /// <summary>The library's options with the values that were given.</summary>
    public SegmenterOptions Apply(SegmenterOptions options, ParseResult result) => options with { Texts = Apply(options.Texts, result) };

    private TextOptions Apply(TextOptions options, ParseResult result) => options with
    {
        Templates = result.Or(templates, options.Templates, PromptTemplates.Parse),
        Synonyms = result.Or(synonyms, options.Synonyms, text => text.ToLowerInvariant() switch
        {
            "average" => SynonymMode.Average,
            "best" => SynonymMode.Best,
            "best-probability" => SynonymMode.BestProbability,
            "best-name" => SynonymMode.BestName,
            var other => throw new UsageException($"--synonyms is '{other}'; average, best, best-name and best-probability are allowed."),
        }),
    };
}
