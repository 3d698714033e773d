namespace MaskClip.World.Words;

/// <summary>A name, for one and for several.</summary>
/// <param name="One">Singular.</param>
/// <param name="Many">Plural.</param>
internal sealed record Noun(string One, string Many)
{
    /// <summary>A noun whose plural ends in s.</summary>
    public static implicit operator Noun(string one) => new(one, one + "s");

    /// <summary>A word with "a" or "an" before it.</summary>
    public static string WithArticle(string words) => ("aeiou".Contains(words[0], StringComparison.Ordinal) ? "an " : "a ") + words;
}
