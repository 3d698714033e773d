using MaskClip.Annotations.Review;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Commands;

/// <summary>By what a folder is ranked.</summary>
/// <param name="Measure">How unsure a result is.</param>
/// <param name="Against">The method that is compared with; <see langword="null"/> for none.</param>
internal sealed record RankingSettings(UncertaintyMeasure Measure, string? Against)
{
    // That of the measures which orders photographs best by their real error, see docs/annotations.md.
    private const UncertaintyMeasure Best = UncertaintyMeasure.Margin;

    private static readonly string[] Measures = [.. Enum.GetNames<UncertaintyMeasure>().Select(name => name.ToLowerInvariant())];

    /// <summary>The names that are allowed.</summary>
    public static string Names => $"uncertainty (the best of them: {Best.ToString().ToLowerInvariant()}), {string.Join(", ", Measures)}";

    /// <summary>Reads what was given; <see langword="null"/> where no ranking was asked for.</summary>
    /// <param name="measure">The measure's name.</param>
    /// <param name="against">The second method.</param>
    /// <param name="resume">Whether only the photos that are left are looked at.</param>
    /// <param name="isStudent">Whether a student, which has no methods, segments.</param>
    public static RankingSettings? Read(string? measure, string? against, bool resume, bool isStudent)
    {
        if (measure is null)
        {
            return against is null ? null
                : throw new UsageException("--against is the method that --rank compares with; give --rank too.");
        }

        bool isBest = measure.Equals("uncertainty", StringComparison.OrdinalIgnoreCase);
        var chosen = Best;
        if (!isBest && !(Array.FindIndex(Measures, name => name.Equals(measure, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            && Enum.TryParse(Measures[index], ignoreCase: true, out chosen)))
        {
            throw new UsageException($"--rank is '{measure}'; {Names} are allowed.");
        }

        if (chosen == UncertaintyMeasure.Disagreement && against is null)
            throw new UsageException("--rank disagreement compares two methods; give the second with --against.");
        if (isStudent && against is not null)
            throw new UsageException("--against compares a model's methods, and a student has none. Leave it out.");
        return resume
            ? throw new UsageException("--rank orders all photos, and --resume looks only at those that are left. Leave one of them out.")
            : new RankingSettings(chosen, against);
    }
}
