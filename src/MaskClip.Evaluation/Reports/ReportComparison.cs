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

    /// <summary>
    /// mIoU of the second minus the first, with the interval of the paired difference: both see the same draws of photos.
    /// </summary>
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
    /// <exception cref="OptionsException">They are of different classes or photos, or the truth was read differently; the message says
    /// which.</exception>
    public static ReportComparison From(EvaluationReport first, EvaluationReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        CheckClasses(first, second);
        PhotoPixels[] one = [.. first.Photos.Select(photo => photo.ToPixels())];
        PhotoPixels[] other = [.. second.Photos.Select(photo => photo.ToPixels())];
        CheckPhotos(one, other);
        int classes = first.Classes.Count;
        return new ReportComparison
        {
            Settings = first.Settings.DifferencesTo(second.Settings),
            First = first.Metrics.MeanIoU,
            Second = second.Metrics.MeanIoU,
            Difference = Bootstrap.DifferenceFrom(one, other, classes, metrics => metrics.MeanIoU),
            AccuracyDifference = Bootstrap.DifferenceFrom(one, other, classes, metrics => metrics.OverallAccuracy),
            Classes = [.. first.Classes.Zip(second.Classes, (a, b) => new ClassComparison(a.Name, a.IoU, b.IoU))],
        };
    }

    private static void CheckClasses(EvaluationReport first, EvaluationReport second)
    {
        string[] one = [.. first.Classes.Select(c => c.Name)], other = [.. second.Classes.Select(c => c.Name)];
        if (one.SequenceEqual(other)) return;
        int at = one.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var example = one.Length != other.Length
            ? $"the first has {one.Length} classes and the second {other.Length}"
            : $"class {at} is '{one[at]}' in the first and '{other[at]}' in the second";
        throw new OptionsException($"The runs are of different classes, so their metrics cannot be compared: {example}.");
    }

    private static void CheckPhotos(PhotoPixels[] one, PhotoPixels[] other)
    {
        string[] unpaired = [.. OnlyIn("first", one, other), .. OnlyIn("second", other, one)];
        if (unpaired.Length > 0)
        {
            throw new OptionsException(
                $"The runs are of different photos, so no paired difference can be made: {string.Join(", ", unpaired)}. "
                + "Evaluate both over the same photos (the same number of photos, none failed).");
        }

        var second = other.ToDictionary(photo => photo.Id, StringComparer.Ordinal);
        if (one.FirstOrDefault(photo => !Truth(photo).SequenceEqual(Truth(second[photo.Id]))) is { } changed)
        {
            throw new OptionsException(
                $"The truth of photo '{changed.Id}' has other areas in the two runs: the masks changed, or were read in another layout.");
        }
    }

    private static IEnumerable<string> OnlyIn(string run, PhotoPixels[] own, PhotoPixels[] other)
    {
        string[] ids = [.. own.Select(photo => photo.Id).Except(other.Select(photo => photo.Id))];
        if (ids.Length > 0) yield return $"{ids.Length} only in the {run} ('{ids[0]}'{(ids.Length > 1 ? ", ..." : "")})";
    }

    private static IEnumerable<(int Class, long Pixels)> Truth(PhotoPixels photo) =>
        photo.Classes.Where(area => area.Truth > 0).Select(area => (area.Class, area.Truth));
}
