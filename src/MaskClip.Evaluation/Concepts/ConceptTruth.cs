namespace MaskClip.Evaluation.Concepts;

/// <summary>
/// Which name is right for a photo: from a table <c>photo TAB name</c>, else from the photo's own file name, <c>red-car__0001.jpg</c>.
/// </summary>
public sealed class ConceptTruth
{
    private const string Separator = "__";

    private readonly Vocabulary vocabulary;
    private readonly Dictionary<string, int> table;

    private ConceptTruth(Vocabulary vocabulary, Dictionary<string, int> table)
    {
        this.vocabulary = vocabulary;
        this.table = table;
    }

    /// <summary>Truth from file names alone.</summary>
    public static ConceptTruth FromNames(Vocabulary vocabulary) => new(vocabulary, []);

    /// <summary>Truth from a table; photos that are not in it are labeled by their file names.</summary>
    /// <param name="vocabulary">The names of the study.</param>
    /// <param name="path">A UTF-8 text file; empty lines and lines that start with <c>#</c> are passed over.</param>
    /// <exception cref="FormatException">A line cannot be read; it is named.</exception>
    public static ConceptTruth FromTable(Vocabulary vocabulary, string path)
    {
        var table = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        int number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Trim().Length == 0 || line.StartsWith('#')) continue;
            var parts = line.Split('\t', StringSplitOptions.TrimEntries);
            if (parts is not [{ Length: > 0 } photo, { Length: > 0 } name, ..])
            {
                throw new FormatException(
                    $"{path}, line {number}: a photo's file name, a tab and a name are expected; the line is '{line}'.");
            }

            table[Path.GetFileName(photo)] = IndexOf(vocabulary, name)
                ?? throw new FormatException(
                    $"{path}, line {number}: unknown name '{name}'. Available: {Names(vocabulary)}.");
        }

        return new ConceptTruth(vocabulary, table);
    }

    /// <summary>Index of the right name for a photo, or <see langword="null"/>.</summary>
    /// <param name="path">The photo's path.</param>
    public int? Find(string path)
    {
        var file = Path.GetFileName(path);
        if (table.TryGetValue(file, out int index)) return index;
        int end = file.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 ? IndexOf(vocabulary, file[..end]) : null;
    }

    private static string Names(Vocabulary vocabulary) => string.Join(", ", vocabulary.Classes.Select(one => one.Name));

    private static int? IndexOf(Vocabulary vocabulary, string name)
    {
        for (int c = 0; c < vocabulary.Classes.Count; c++)
        {
            if (vocabulary.Classes[c].Synonyms.Append(vocabulary.Classes[c].Name).Any(text => Plain(text) == Plain(name))) return c;
        }

        return null;
    }

    // File names have "red-car" or "Red_Car" for "red car".
    private static string Plain(string name) => name.Trim().Replace('-', ' ').Replace('_', ' ').ToLowerInvariant();
}
