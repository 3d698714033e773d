using System.CommandLine;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary><c>--background</c>: names of the background, words that are chosen, or none.</summary>
public sealed class BackgroundOption : Option<string[]>
{
    private const string Auto = "auto", None = "none";

    /// <summary>Creates the option.</summary>
    /// <param name="otherwise">What holds where it is not given, as the end of its help.</param>
    public BackgroundOption(string otherwise)
        : base("--background", "-b")
    {
        Description = "What is drawn as background: names separated by commas; auto: words that are near no name; none. " +
            $"Default: {otherwise}";
        HelpName = "names|auto|none";
    }

    /// <summary>The names with their background, for a verb whose names are somebody's own words.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="names">The names.</param>
    /// <returns>The names, and how their background is chosen; <see langword="null"/> where none is.</returns>
    public (Vocabulary Names, AutomaticBackgroundOptions? Chosen) OfWords(ParseResult result, Vocabulary names)
    {
        if (!result.IsGiven(this)) return (names, names.IsClosed || names.Classes[0].IsBackground ? null : new());
        return Read(result) switch
        {
            (Auto, _) => (names, new() { Always = true }),
            (None, _) => (names, null),
            (_, var behind) => (names.WithBackground(behind), null),
        };
    }

    /// <summary>A data set's classes with another background in place of its own.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="names">The names that are scored for its classes.</param>
    /// <param name="classes">The data set's classes.</param>
    /// <returns>The names, and how their background is chosen; <see langword="null"/> where none is.</returns>
    /// <exception cref="UsageException">The data set has no background.</exception>
    public (Vocabulary Names, AutomaticBackgroundOptions? Chosen) OfDataset(
        ParseResult result, Vocabulary names, Vocabulary classes)
    {
        if (!result.IsGiven(this) || Read(result) is (None, _)) return (names, null);
        if (!classes.Classes[0].IsBackground)
        {
            throw new UsageException(
                "--background replaces the background of a data set, and this one has none among its classes. Leave it out, or take a "
                + "layout with background, such as voc21.");
        }

        var rest = names.WithoutBackground();
        return Read(result) switch
        {
            (Auto, _) => (rest, new() { Always = true }),
            (_, var behind) => (rest.WithBackground(behind), null),
        };
    }

    // A word of its own among names is a name: a car is an auto.
    private (string? Word, string[] Names) Read(ParseResult result)
    {
        string[] given = result.GetValue(this) ?? [];
        var word = given is [var only] ? only.Trim().ToLowerInvariant() : null;
        return (word is Auto or None ? word : null, given);
    }
}
