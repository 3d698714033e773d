using System.CommandLine;
using MaskClip.Cli.Settings;

namespace MaskClip.Cli.Commands;

/// <summary>How names become text embeddings, shared by the verbs that embed names.</summary>
internal sealed class NameOptions
{
    private readonly Option<string> templates = new("--templates") { Description = "Sentences names are put into: maskclip (85), imagenet (80), simple (1), or a file.", DefaultValueFactory = _ => "maskclip" };
    private readonly Option<string> synonyms = new("--synonyms") { Description = "average: synonyms are averaged; best: the best one counts; best-probability: so it does after a softmax over all of them.", DefaultValueFactory = _ => "average" };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [templates, synonyms];

    /// <summary>The library's options with the values that were given.</summary>
    public SegmenterOptions Apply(SegmenterOptions options, ParseResult result) => options with
    {
        Templates = result.Or(templates, options.Templates, PromptTemplates.Parse),
        Synonyms = result.Or(synonyms, options.Synonyms, text => text.ToLowerInvariant() switch
        {
            "average" => SynonymMode.Average,
            "best" => SynonymMode.Best,
            "best-probability" => SynonymMode.BestProbability,
            var other => throw new UsageException($"--synonyms is '{other}'; average, best and best-probability are allowed."),
        }),
    };
}
