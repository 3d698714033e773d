namespace MaskClip.Cli.Differences;

/// <summary>The same photos in two sets of annotations.</summary>
/// <param name="Pairs">Names in the first and in the second set, in the first one's order.</param>
/// <param name="OnlyFirst">Photos that only the first has.</param>
/// <param name="OnlySecond">Photos that only the second has.</param>
internal sealed record PhotoPairs(
    IReadOnlyList<(string First, string Second)> Pairs, IReadOnlyList<string> OnlyFirst, IReadOnlyList<string> OnlySecond)
{
    // Tools keep a photo's path, its path without an ending, or its name alone. The strictest of those that match most is taken.
    private static readonly Func<string, string>[] Keys =
    [
        name => name,
        name => Path.ChangeExtension(name, null),
        name => Path.GetFileNameWithoutExtension(name),
    ];

    /// <summary>Finds the photos of two sets by their names.</summary>
    public static PhotoPairs Of(IReadOnlyList<string> first, IReadOnlyList<string> second) => Keys
        .Select(key => Match(first, second, key))
        .OfType<PhotoPairs>()
        .MaxBy(match => match.Pairs.Count)!;

    // Nothing where a key is that of two photos of a set.
    private static PhotoPairs? Match(IReadOnlyList<string> first, IReadOnlyList<string> second, Func<string, string> key)
    {
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in second)
        {
            if (!others.TryAdd(key(name), name)) return null;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        List<(string, string)> pairs = [];
        List<string> alone = [];
        foreach (var name in first)
        {
            if (!used.Add(key(name))) return null;
            if (others.TryGetValue(key(name), out var other)) pairs.Add((name, other));
            else alone.Add(name);
        }

        return new PhotoPairs(pairs, alone, [.. second.Where(name => !used.Contains(key(name)))]);
    }
}
