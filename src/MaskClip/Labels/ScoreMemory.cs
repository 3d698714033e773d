using MaskClip.Labels;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>What scores may take: with very many classes they would otherwise fill the memory before anybody is told why.</summary>
internal static class ScoreMemory
{
    /// <summary>The most numbers that the scores of a photo may be: 2 GiB.</summary>
    public const long MaxNumbers = 1L << 29;

    /// <summary>Refuses scores that are too many, before they are made.</summary>
    /// <param name="classifier">Whose names are scored.</param>
    /// <param name="positions">Positions that are scored at the same time.</param>
    /// <exception cref="OptionsException">They are more than <see cref="MaxNumbers"/>.</exception>
    public static void Check(TextClassifier classifier, long positions)
    {
        int rows = Math.Max(classifier.ClassOfScore.Length, classifier.Vocabulary.Classes.Count);
        if (rows * positions <= MaxNumbers) return;
        throw new OptionsException(
            $"{rows} names on {positions} positions of the photo are {rows * positions} scores; " +
            $"at most {MaxNumbers} (2 GiB) are allowed. " +
            "Name fewer classes, or embed the photo at a smaller size, with a larger output stride or in fewer windows.");
    }

    /// <summary>Whether the scores of all windows are too many to be kept, so that windows must be scored row by row.</summary>
    /// <exception cref="OptionsException">Those of one row, or of the grid that is shown, are too many.</exception>
    public static bool MustStream(TextClassifier classifier, IReadOnlyList<PassPlan> passes)
    {
        var (width, height) = PhotoLabeling.GridSize(passes[0]);
        Check(classifier, Math.Max((long)width * height, passes.Max(pass => pass.Positions / pass.Rows.Starts.Count)));
        return passes.Sum(pass => pass.Positions) * classifier.ClassOfScore.Length > MaxNumbers;
    }

    /// <summary>Checks the scores of a photo whose windows are all scored and kept, and of the grid that is shown.</summary>
    /// <exception cref="OptionsException">They are too many.</exception>
    public static void CheckKept(TextClassifier classifier, IReadOnlyList<PassPlan> passes)
    {
        var (width, height) = PhotoLabeling.GridSize(passes[0]);
        Check(classifier, Math.Max((long)width * height, passes.Sum(pass => pass.Positions)));
    }
}
