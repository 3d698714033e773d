namespace MaskClip.Results;

/// <summary>Counts which background word pixels of the background belong to.</summary>
/// <remarks>That is known where each of them has a row of scores of its own.</remarks>
internal sealed class BackgroundTally
{
    private readonly IReadOnlyList<string> words;
    private readonly int[] wordOfRow;
    private readonly RegionTally tally;

    private BackgroundTally(IReadOnlyList<string> words, int[] wordOfRow)
    {
        this.words = words;
        this.wordOfRow = wordOfRow;
        tally = new RegionTally(words.Count);
    }

    /// <summary>Begins to count; <see langword="null"/> where background words have no rows of their own, or there are none.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="classOfRow">The class of each row of scores; those of the background are in the order of its words.</param>
    public static BackgroundTally? For(Vocabulary vocabulary, ReadOnlySpan<int> classOfRow)
    {
        if (!vocabulary.Classes[0].IsBackground) return null;
        var words = vocabulary.Classes[0].Synonyms;
        if (classOfRow.Count(0) != words.Count) return null;
        var wordOfRow = new int[classOfRow.Length];
        for (int row = 0, next = 0; row < wordOfRow.Length; row++) wordOfRow[row] = classOfRow[row] == 0 ? next++ : -1;
        return new BackgroundTally(words, wordOfRow);
    }

    /// <summary>An empty tally of the same words.</summary>
    public BackgroundTally Another() => new(words, wordOfRow);

    /// <summary>Adds a run of pixels of one row; nothing for rows of other classes.</summary>
    public void Add(int row, int y, int from, int to, double confidenceSum)
    {
        if (wordOfRow[row] >= 0) tally.Add(wordOfRow[row], y, from, to, confidenceSum);
    }

    /// <summary>Adds what another tally of the same words counted.</summary>
    public void Add(BackgroundTally other) => tally.Add(other.tally);

    /// <summary>The words that have pixels, largest first.</summary>
    /// <param name="pixels">Pixels of the photo.</param>
    public IReadOnlyList<ClassRegion> Regions(long pixels) => tally.Regions(word => words[word], pixels);
}
