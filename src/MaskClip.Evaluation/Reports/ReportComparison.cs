namespace MaskClip.Evaluation;

/// <summary>What changed from one run to another over the same photos.</summary>
public sealed record ReportComparison
{
    /// <summary>The settings that differ.</summary>
    public required IReadOnlyList<SettingDifference> Settings { get; init; }

    /// <summary>mIoU of the first run.</summary>
    public required Interval First { get; init; }

    /// <summary>mIoU of the second run.</summary>
    public required Interval Second { get; init; }

    /// <summary>mIoU of the second minus the first, with the interval of the paired difference: both see the same draws of photos.</summary>
    public required Interval Difference { get; init; }

    /// <summary>The same for pixel accuracy.</summary>
    public required Interval AccuracyDifference { get; init; }

    /// <summary>Each class's IoU in both runs.</summary>
    public required IReadOnlyList<ClassComparison> Classes { get; init; }

    /// <summary>Whether the interval of the difference leaves out 0.</summary>
    public bool IsClear => Difference.Low > 0 || Difference.High < 0;

    /// <summary>Compares two runs.</summary>
    /// <param name="first">One run.</param>
    /// <param name="second">The other.</param>
    /// <exception cref="ArgumentException">They are of different classes or photos, or the truth was read differently; the message says which.</exception>
    public static ReportComparison Of(EvaluationReport first, EvaluationReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        CheckClasses(first, second);
        PhotoPixels[] one = [.. first.Photos.Select(photo => photo.ToPixels())], other = [.. second.Photos.Select(photo => photo.ToPixels())];
        CheckPhotos(one, other);
        int classes = first.Classes.Count;
        return new ReportComparison
        {
            Settings = first.Settings.DifferencesTo(second.Settings),
            First = first.Figures.MeanIoU,
            Second = second.Figures.MeanIoU,
            Difference = Bootstrap.OfDifference(one, other, classes, metrics => metrics.MeanIoU),
            AccuracyDifference = Bootstrap.OfDifference(one, other, classes, metrics => metrics.OverallAccuracy),
            Classes = [.. first.Classes.Zip(second.Classes, (a, b) => new ClassComparison(a.Name, a.IoU, b.IoU))],
        };
    }

    private static void CheckClasses(EvaluationReport first, EvaluationReport second)
    {
        string[] one = [.. first.Classes.Select(c => c.Name)], other = [.. second.Classes.Select(c => c.Name)];
        if (one.SequenceEqual(other)) return;
        var example = one.Length != other.Length
            ? $"the first has {one.Length} classes and the second {other.Length}"
            : one.Zip(other).Select((pair, index) => (pair, index)).Where(entry => entry.pair.First != entry.pair.Second)
                .Select(entry => $"class {entry.index} is '{entry.pair.First}' in the first and '{entry.pair.Second}' in the second").First();
        throw new ArgumentException($"The runs are of different classes, so their figures cannot be compared: {example}.");
    }

    private static void CheckPhotos(PhotoPixels[] one, PhotoPixels[] other)
    {
        string[] missing = [.. one.Select(photo => photo.Id).Except(other.Select(photo => photo.Id))], added = [.. other.Select(photo => photo.Id).Except(one.Select(photo => photo.Id))];
        if (missing.Length + added.Length > 0)
        {
            throw new ArgumentException($"The runs are of different photos, so no paired difference can be made: {Count(missing, "first")}{(missing.Length > 0 && added.Length > 0 ? ", " : "")}{Count(added, "second")}. Evaluate both over the same photos (the same --limit, none failed).");
        }

        var second = other.ToDictionary(photo => photo.Id, StringComparer.Ordinal);
        if (one.FirstOrDefault(photo => !SameTruth(photo, second[photo.Id])) is { } changed)
        {
            throw new ArgumentException($"The truth of photo '{changed.Id}' has other areas in the two runs: the masks changed, or were read in another layout.");
        }
    }

    private static string Count(string[] ids, string run) => ids.Length == 0 ? "" : $"{ids.Length} only in the {run} ('{ids[0]}'{(ids.Length > 1 ? ", ..." : "")})";

    private static bool SameTruth(PhotoPixels one, PhotoPixels other) =>
        one.Classes.Where(area => area.Truth > 0).Select(area => (area.Class, area.Truth)).SequenceEqual(other.Classes.Where(area => area.Truth > 0).Select(area => (area.Class, area.Truth)));
}
