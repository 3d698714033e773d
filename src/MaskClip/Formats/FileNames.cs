using System.Text;

namespace MaskClip.Formats;

/// <summary>Turns names that people wrote into parts of file names that every system accepts, no two alike.</summary>
internal sealed class FileNames
{
    private const int MaxLetters = 40;

    // Windows and macOS do not tell "Cat" from "cat".
    private readonly HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A safe form of a name; a number is added when another name has the same.</summary>
    public string Unique(string name)
    {
        var safe = Safe(name);
        var unique = safe;
        for (int i = 2; !used.Add(unique); i++) unique = $"{safe}-{i}";
        return unique;
    }

    private static string Safe(string name)
    {
        var safe = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (safe.Length >= MaxLetters) break;
            if (Rune.IsLetterOrDigit(rune)) safe.Append(rune);
            else if (safe.Length > 0 && safe[^1] != '-') safe.Append('-');
        }

        return safe.ToString().TrimEnd('-') is { Length: > 0 } some ? some : "class";
    }
}
