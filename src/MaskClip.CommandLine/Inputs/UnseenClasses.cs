namespace MaskClip.CommandLine.Inputs;

/// <summary>Reads which classes count as unseen in zero-shot segmentation (section 3.4 of the paper).</summary>
public static class UnseenClasses
{
    /// <summary>The indices of the classes that are named.</summary>
    /// <param name="text">Names separated by commas; <c>none</c>, or <c>paper</c> for the paper's split of the vocabulary.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <exception cref="UsageException">A name is not a class, or the paper has no split of these classes.</exception>
    public static IReadOnlyList<int> Read(string text, Vocabulary vocabulary)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return [];
        if (text.Equals("paper", StringComparison.OrdinalIgnoreCase))
        {
            if (vocabulary.Unseen.Count > 0) return vocabulary.Unseen;
            var split = Vocabulary.BuiltInNames.Where(name => Vocabulary.BuiltIn(name).Unseen.Count > 0);
            throw new UsageException(
                $"--unseen is 'paper', but the paper names no unseen classes for this vocabulary. It does for: " +
                $"{string.Join(", ", split)}. Name them.");
        }

        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return [.. names.Select(name => IndexOf(name, vocabulary)).Distinct().Order()];
    }

    private static int IndexOf(string name, Vocabulary vocabulary)
    {
        for (int index = 0; index < vocabulary.Classes.Count; index++)
        {
            var one = vocabulary.Classes[index];
            if (one.Synonyms.Append(one.Name).Contains(name, StringComparer.OrdinalIgnoreCase)) return index;
        }

        throw new UsageException(
            $"--unseen names '{name}', an unknown class. Available: {string.Join(", ", vocabulary.Classes.Select(one => one.Name))}.");
    }
}
