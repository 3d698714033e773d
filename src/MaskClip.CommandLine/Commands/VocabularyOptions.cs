using System.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>Which names are looked for, shared by the verbs that label photos with names of somebody's own.</summary>
public sealed class VocabularyOptions
{
    private readonly Option<string[]> prompt = new("--prompt", "-p")
    {
        Description = "Names in plain words, with commas between them; synonyms as in \"sofa|couch\", a label as in \"sofa|couch=seat\".",
        HelpName = "name",
    };
    private readonly Option<string?> classes = new("--classes", "-c")
    {
        Description = $"A built-in vocabulary ({string.Join(", ", Vocabulary.BuiltInNames)}) or a file with one name a line.",
        HelpName = "name|file",
    };
    private readonly BackgroundOption background = new("auto where names are words of yours, for a model of photographs.");

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [prompt, classes, background];

    /// <summary>Whether any names were given.</summary>
    public bool AreGiven(ParseResult result) => result.IsGiven(prompt) || result.IsGiven(classes);

    /// <summary>Whether it was said what their background is.</summary>
    public bool IsBackgroundGiven(ParseResult result) => result.IsGiven(background);

    /// <summary>The names, and how their background is chosen; <see langword="null"/> where none is.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="instead">What else would give names, for the message.</param>
    /// <exception cref="UsageException">There are no names.</exception>
    public (Vocabulary Names, AutomaticBackgroundOptions? Chosen) Read(ParseResult result, string instead)
    {
        var prompts = Vocabulary.SplitNames(result.GetValue(prompt) ?? []);
        var listed = result.GetValue(classes) is { } name ? Vocabulary.Resolve(name) : null;
        if (listed is null && prompts.Count == 0)
        {
            throw new UsageException(
                $"There are no names to look for: give --prompt \"cat\" (repeat it for more), --classes voc{instead}.");
        }

        var all = listed is null ? Vocabulary.Parse(prompts) : prompts.Count == 0 ? listed : listed.With(prompts);
        return background.OfWords(result, all);
    }
}
