using MaskClip.CommandLine;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Differences;

/// <summary>The classes of two sets of annotations together: found by their labels, the background of both as class 0.</summary>
internal sealed class LabelClasses
{
    private readonly List<string> names = ["background"];

    private LabelClasses(Vocabulary one, Vocabulary other)
    {
        var indices = new Dictionary<string, ushort>(StringComparer.Ordinal);
        (OfFirst, OfSecond) = (Add(one), Add(other));

        ushort[] Add(Vocabulary vocabulary) => [.. vocabulary.Classes.Select(one =>
        {
            if (one.IsBackground) return (ushort)0;
            if (indices.TryGetValue(one.Name, out ushort known)) return known;
            names.Add(one.Name);
            return indices[one.Name] = (ushort)(names.Count - 1);
        })];
    }

    /// <summary>The labels of the classes.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The class of each class of the first set.</summary>
    public ushort[] OfFirst { get; }

    /// <summary>The class of each class of the second set.</summary>
    public ushort[] OfSecond { get; }

    /// <summary>Puts the classes of two sets together.</summary>
    /// <exception cref="FormatException">They have none in common.</exception>
    public static LabelClasses Of(AnnotatedLabels first, AnnotatedLabels second)
    {
        var classes = new LabelClasses(first.Vocabulary, second.Vocabulary);
        bool meet = classes.OfFirst.Intersect(classes.OfSecond).Any(index => index != 0);
        bool areEmpty = classes.names.Count == 1 || first.Vocabulary.Classes.Count == 1 || second.Vocabulary.Classes.Count == 1;
        return meet || areEmpty ? classes : throw new FormatException(
            $"No class has the same label in both: {Some(first)}, and {Some(second)}. Masks take their labels from a names.txt beside "
            + "them.");
    }

    private static string Some(AnnotatedLabels labels)
    {
        const int Named = 5;
        string[] own = [.. labels.Vocabulary.Classes.Where(one => !one.IsBackground).Select(one => one.Name)];
        return $"'{labels.Path}' has {string.Join(", ", own.Take(Named))}{(own.Length > Named ? ", ..." : "")}";
    }
}
