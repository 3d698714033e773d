namespace MaskClip.Words;

/// <summary>
/// What may stand behind the things that somebody names: COCO-Stuff's classes of stuff, and generic surroundings that these lack.
/// </summary>
/// <remarks>
/// Without things: a word for one may take the pixels of another that somebody named. What other candidates, numbers and thresholds give
/// on training photographs: <c>eng/background-choice.cs</c>.
/// </remarks>
internal static class BackgroundCandidates
{
    // COCO-Stuff numbers its 80 things first.
    private const int Things = 80;

    private static readonly string[] Surroundings =
    [
        "street", "field", "forest", "landscape", "beach", "garden", "parking lot", "room", "night sky", "asphalt", "soil", "ice",
    ];

    private static readonly Lazy<IReadOnlyList<string>> Words = new(() =>
    [
        .. Surroundings.Concat(BuiltInWords.Texts(BuiltInWords.FindVocabulary("coco-stuff")!.Value.GetProperty("names")).Skip(Things)),
    ]);

    /// <summary>The words, each once.</summary>
    public static IReadOnlyList<string> All => Words.Value;

    /// <summary>
    /// Whether two names are about one noun: the last word of one is a word of the other, as in "dining table" and "table" or "pool
    /// table".
    /// </summary>
    public static bool ShareNoun(string one, string other)
    {
        string[] a = Split(one), b = Split(other);
        return a.Length > 0 && b.Length > 0 && (b.Contains(a[^1], StringComparer.Ordinal) || a.Contains(b[^1], StringComparer.Ordinal));
    }

    private static string[] Split(string name) =>
        [.. name.ToLowerInvariant().Split([' ', '-', '_', '/'], StringSplitOptions.RemoveEmptyEntries).Select(PlainForms.Singular)];
}
