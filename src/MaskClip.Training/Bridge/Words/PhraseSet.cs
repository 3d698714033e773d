namespace MaskClip.Training.Bridge.Words;

/// <summary>Names of several words, to be found in captions.</summary>
internal sealed class PhraseSet
{
    // From a name's words, with single spaces, to the name as it was given.
    private readonly Dictionary<string, string> phrases;
    private readonly HashSet<string> singles;
    private readonly int longest;

    /// <summary>Takes the names of several words among names, and keeps those of one that would else be left out of captions.</summary>
    public PhraseSet(IEnumerable<string> names)
    {
        var all = names.Select(name => (Words: string.Join(' ', WordForms.Split(name)), Name: name))
            .DistinctBy(one => one.Words, StringComparer.Ordinal).ToArray();
        phrases = all.Where(one => one.Words.Contains(' ', StringComparison.Ordinal))
            .ToDictionary(one => one.Words, one => one.Name, StringComparer.Ordinal);
        singles = new(all.Select(one => one.Words), StringComparer.Ordinal);
        longest = phrases.Count == 0 ? 1 : phrases.Keys.Max(words => words.Count(letter => letter == ' ') + 1);
    }

    /// <summary>
    /// The words of a caption that may be names, and the names of several words in it: their parts are not words of their own there.
    /// </summary>
    public IEnumerable<string> Words(string caption)
    {
        string[] tokens = WordForms.Split(caption);
        for (int at = 0; at < tokens.Length;)
        {
            int length = Math.Min(longest, tokens.Length - at);
            string? phrase = null;
            while (length > 1 && (phrase = Phrase(tokens.AsSpan(at, length))) is null) length--;
            if (phrase is not null) yield return phrase;
            else if (singles.Contains(tokens[at]) || !StopWords.Contains(tokens[at])) yield return tokens[at];
            at += phrase is null ? 1 : length;
        }
    }

    private string? Phrase(ReadOnlySpan<string> tokens)
    {
        var words = string.Join(' ', tokens!);
        return phrases.GetValueOrDefault(words) ?? phrases.GetValueOrDefault(WordForms.Fold(words, phrases.ContainsKey));
    }
}
