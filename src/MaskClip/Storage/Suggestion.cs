namespace MaskClip.Storage;

/// <summary>What somebody probably meant who wrote a word that does not exist.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class Suggestion
{
    // Nobody mistypes a word of more letters than this, and the distance takes their square.
    private const int LongestWord = 64;

    private const int ShortestBeginning = 3;

    /// <summary>
    /// The known word that is nearest: at most a third of its letters away, or one that the word is the beginning of.
    /// <see langword="null"/> where none is near: a wrong suggestion is worse than none.
    /// </summary>
    /// <param name="word">What was written; capitals make no difference.</param>
    /// <param name="known">The words that exist.</param>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestWord) return null;
        var lower = word.ToLowerInvariant();
        var (best, distance) = known.Select(one => (Word: one, Distance: EditDistance.Between(lower, one.ToLowerInvariant())))
            .OrderBy(one => one.Distance)
            .FirstOrDefault();
        if (best is null) return null;
        if (distance <= Math.Max(1, Math.Min(Letters(word), Letters(best)) / 3)) return best;
        if (Letters(word) < ShortestBeginning) return null;
        string[] begun = [.. known.Where(one => one.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Take(2)];
        return begun is [var only] ? only : null;
    }

    /// <summary>"; did you mean '...'?", or a full stop where nothing is near.</summary>
    public static string Ending(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } near ? $"; did you mean '{near}'?" : ".";

    private static int Letters(string word) => word.AsSpan().TrimStart('-').Length;
}
