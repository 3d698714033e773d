using MaskClip.Server.Problems;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Texts;

/// <summary>Makes vocabularies of what requests name, no more and no longer than is allowed.</summary>
/// <param name="options">The limits.</param>
internal sealed class NameLimits(IOptions<MaskClipServerOptions> options)
{
    private readonly MaskClipServerOptions limits = options.Value;

    /// <summary>Reads names.</summary>
    /// <param name="names">Names, each <c>cat</c>, <c>cat|kitten</c> or <c>cat|kitten=animal</c>.</param>
    /// <param name="background">Names of the background, if any.</param>
    /// <param name="automaticBackground">Whether the background is chosen for the names.</param>
    /// <exception cref="RequestProblem">They are too many or too long, or the background is both named and chosen.</exception>
    /// <exception cref="OptionsException">One of them is none.</exception>
    public Vocabulary Parse(IReadOnlyList<string>? names, IReadOnlyList<string>? background, bool automaticBackground = false)
    {
        Check(names, background);
        if (automaticBackground && background is { Count: > 0 })
        {
            throw RequestProblem.Invalid(
                "'background' names a background and 'automaticBackground' asks for one to be chosen. Leave one of them out.");
        }

        return Vocabulary.Parse(names!, background is { Count: > 0 } ? background : null);
    }

    /// <summary>Takes labels as they are, so that results carry them unchanged: <c>|</c> and <c>=</c> mean nothing in them.</summary>
    /// <inheritdoc cref="Parse"/>
    public Vocabulary Labels(IReadOnlyList<string> names, IReadOnlyList<string> background)
    {
        Check(names, background);
        var labels = new Vocabulary([.. names.Select(name => new VocabularyClass(name, [name]))]);
        return background.Count > 0 ? labels.WithBackground(background) : labels;
    }

    private void Check(IReadOnlyList<string>? names, IReadOnlyList<string>? background)
    {
        if (names is null or { Count: 0 })
            throw RequestProblem.Invalid("No name was given. Give at least one in 'names', as [\"cat\", \"sofa|couch\"].");
        foreach (var name in names.Concat(background ?? []))
        {
            if (name is null) throw RequestProblem.Invalid("A name is null. Give texts, as [\"cat\", \"sofa|couch\"].");
            if (name.Length > limits.MaxNameLength)
                throw RequestProblem.TooLarge("A name's length in characters", name.Length, limits.MaxNameLength, "Shorten it.");
        }

        int count = names.Sum(Words) + (background?.Sum(name => name.Split(',').Length) ?? 0);
        if (count > limits.MaxNames) throw RequestProblem.TooLarge("The number of names", count, limits.MaxNames, "Leave some out.");

        static int Words(string name) => name.Count(letter => letter == '|') + 1;
    }
}
