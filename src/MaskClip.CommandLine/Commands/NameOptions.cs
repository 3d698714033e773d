using System.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>How names become text embeddings, shared by the verbs that embed names.</summary>
public sealed class NameOptions
{
    private const string Auto = "auto";

    private readonly bool canChoose;
    private readonly Option<string> templates = new("--templates") { HelpName = "name|file" };
    private readonly Option<int> templatePhotos = new("--template-photos")
    {
        Description = "With --templates auto: the most photos to choose by, spread over all.",
        DefaultValueFactory = _ => new TemplateChoiceOptions().MaxPhotos,
        HelpName = "n",
    };
    private readonly Option<string> synonyms = new("--synonyms")
    {
        Description = "average: synonyms are averaged; best: the best one counts; best-name: and background names count apart; " +
            "best-probability: it counts after a softmax over all of them. Default: by model, average for CLIP.",
        HelpName = "how",
    };

    /// <summary>Creates the options.</summary>
    /// <param name="canChoose">Whether the verb can look at photos first to choose templates by.</param>
    public NameOptions(bool canChoose = false)
    {
        this.canChoose = canChoose;
        templates.Description = "Sentences names are put into: maskclip (85), imagenet (80), simple (1), or a file." +
            (canChoose ? " auto, auto:imagenet: for each name those that are surest in the photos." : "") +
            " Default: by model, maskclip for CLIP.";
    }

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => canChoose ? [templates, templatePhotos, synonyms] : [templates, synonyms];

    /// <summary>How templates are chosen; <see langword="null"/> where they are not.</summary>
    /// <exception cref="UsageException">The number of photos is out of range, or templates are not chosen.</exception>
    public TemplateChoiceOptions? Choice(ParseResult result)
    {
        bool chosen = result.IsGiven(templates) && IsAuto(result.GetValue(templates)!, out _);
        if (!chosen)
        {
            return result.IsGiven(templatePhotos)
                ? throw new UsageException($"{templatePhotos.Name} says how many photos --templates auto looks at. Give that too.")
                : null;
        }

        var options = new TemplateChoiceOptions { MaxPhotos = result.GetValue(templatePhotos) };
        options.Validate();
        return options;
    }

    /// <summary>The library's options with the values that were given.</summary>
    public SegmenterOptions Apply(SegmenterOptions options, ParseResult result) => options with { Texts = Apply(options.Texts, result) };

    private TextOptions Apply(TextOptions options, ParseResult result) => options with
    {
        Templates = result.Or(templates, options.Templates, text => Read(text, options.Templates)),
        Synonyms = result.Or(synonyms, options.Synonyms, text => text.ToLowerInvariant() switch
        {
            "average" => SynonymMode.Average,
            "best" => SynonymMode.Best,
            "best-probability" => SynonymMode.BestProbability,
            "best-name" => SynonymMode.BestName,
            var other => throw new UsageException($"--synonyms is '{other}'; average, best, best-name and best-probability are allowed."),
        }),
    };

    // What templates are chosen from is what they would be otherwise, or a set behind the word.
    private PromptTemplates? Read(string text, PromptTemplates? otherwise)
    {
        if (!IsAuto(text, out var from)) return PromptTemplates.Parse(text);
        if (!canChoose)
        {
            throw new UsageException(
                "--templates auto chooses by photos before they are segmented, which this command does not. Run 'maskclip segment PHOTOS " +
                "--templates auto' on some photos, write sentences of its templates.json into a file, one a line, and give that file; or " +
                $"give one of {string.Join(", ", PromptTemplates.BuiltInNames)}.");
        }

        return from is null ? otherwise : PromptTemplates.Parse(from);
    }

    private static bool IsAuto(string text, out string? from)
    {
        from = text.StartsWith($"{Auto}:", StringComparison.OrdinalIgnoreCase) ? text[(Auto.Length + 1)..] : null;
        return from is not null || text.Equals(Auto, StringComparison.OrdinalIgnoreCase);
    }
}
