namespace MaskClip.Training.Bridge.Words;

/// <summary>The words that are learned, and which of them every photo has.</summary>
internal sealed class PhotoWords
{
    private readonly Dictionary<string, int> indexOf;
    private readonly int[][] parts;

    private PhotoWords(string[] words, int[] counts, int[][] ofPhoto)
    {
        Words = words;
        Counts = counts;
        OfPhoto = ofPhoto;
        indexOf = words.Select((word, index) => (word, index)).ToDictionary(one => one.word, one => one.index, StringComparer.Ordinal);
        parts = [.. words.Select(Parts)];
    }

    /// <summary>The words, the most frequent first.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>In how many photos each occurs.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>The words of each photo, ascending; empty where none is learned.</summary>
    public IReadOnlyList<int[]> OfPhoto { get; }

    /// <summary>Finds the words of captions and tags.</summary>
    /// <param name="texts">The texts of each photo, and whether they are tags.</param>
    /// <param name="options">Which words are taken.</param>
    /// <exception cref="FormatException">Fewer than two words are left.</exception>
    public static PhotoWords Find(IReadOnlyList<(IReadOnlyList<string> Texts, bool AreTags)> texts, WordOptions options)
    {
        string[] only = [.. (options.Only ?? []).Select(WordForms.Normalize).Distinct(StringComparer.Ordinal)];
        var phrases = new PhraseSet(only.Concat(texts.Where(one => one.AreTags).SelectMany(one => one.Texts).SelectMany(WordForms.Tags)));
        string[][] said = [.. texts.Select(one =>
            one.AreTags ? one.Texts.SelectMany(WordForms.Tags).ToArray() : [.. one.Texts.SelectMany(phrases.Words)])];
        // What a list names keeps its form: photos' words are brought to it, never the other way.
        HashSet<string> forms = new(said.SelectMany(one => one), StringComparer.Ordinal), listed = new(only, StringComparer.Ordinal);
        var folded = said.Select(one =>
            one.Select(word => listed.Contains(word) ? word : WordForms.Fold(word, listed.Count > 0 ? listed.Contains : forms.Contains))
            .Distinct(StringComparer.Ordinal).ToArray()).ToArray();
        var counts = folded.SelectMany(one => one).CountBy(word => word, StringComparer.Ordinal)
            .Where(one => listed.Count > 0 ? listed.Contains(one.Key) : one.Value >= options.MinCount)
            .OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal).Take(options.MaxWords).ToArray();
        if (counts.Length < 2)
        {
            throw new FormatException(
                $"{counts.Length} words are left of {forms.Count} in the captions and tags of {texts.Count} photos; " +
                "2 or more are needed. " +
                (listed.Count > 0 ? "Give a list of words that they have."
                    : $"Give more photos, or lower the minimum of {options.MinCount} photos a word."));
        }

        var index = counts.Select((one, at) => (one.Key, at)).ToDictionary(one => one.Key, one => one.at, StringComparer.Ordinal);
        return new PhotoWords(
            [.. counts.Select(one => one.Key)],
            [.. counts.Select(one => one.Value)],
            [.. folded.Select(one => one.Where(index.ContainsKey).Select(word => index[word]).Order().ToArray())]);
    }

    /// <summary>
    /// Learned words that a name of several words contains: "hot dog" has "dog". Nobody says both, so that a photo of the one is not an
    /// example against the other.
    /// </summary>
    public IReadOnlyList<int> PartsOf(int word) => parts[word];

    private int[] Parts(string name)
    {
        string[] tokens = WordForms.Split(name);
        return tokens.Length < 2 ? [] : [.. Enumerable.Range(0, tokens.Length)
            .SelectMany(from => Enumerable.Range(1, tokens.Length - from)
                .Select(count => string.Join(' ', tokens.AsSpan(from, count).ToArray())))
            .Where(part => part != name && indexOf.ContainsKey(part)).Select(part => indexOf[part]).Distinct()];
    }
}
