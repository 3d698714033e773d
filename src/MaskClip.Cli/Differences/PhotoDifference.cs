using MaskClip.Evaluation;

namespace MaskClip.Cli.Differences;

/// <summary>How far two label maps of a photo agree.</summary>
/// <param name="Photo">The photo's name in the first set.</param>
/// <param name="Compared">Pixels that are void in neither.</param>
/// <param name="Same">Those of them that have one class.</param>
/// <param name="Classes">Areas of the classes that occur: <c>Truth</c> in the first, <c>Predicted</c> in the second map.</param>
/// <param name="Changes">Pixels that went from one class to another, most first.</param>
internal sealed record PhotoDifference(
    string Photo, long Compared, long Same, IReadOnlyList<ClassPixels> Classes, IReadOnlyList<LabelChange> Changes)
{
    /// <summary>Share of the pixels that have one class in both; 1 where nothing was compared.</summary>
    public double Agreement => Compared == 0 ? 1 : Same / (double)Compared;

    /// <summary>Mean IoU of the classes that occur, the background apart; 1 where there is none.</summary>
    public double MeanIoU => MeanOf(Classes);

    /// <summary>Mean IoU of classes that occur, the background apart; 1 where there is none.</summary>
    public static double MeanOf(IEnumerable<ClassPixels> classes) =>
        classes.Where(one => one.Class != 0).Select(one => new ClassMetrics(one).IoU).DefaultIfEmpty(1).Average();

    /// <summary>Compares two maps.</summary>
    /// <exception cref="FormatException">They have different sizes.</exception>
    public static PhotoDifference Of(string photo, LabelMap first, LabelMap second, LabelClasses classes)
    {
        if ((first.Width, first.Height) != (second.Width, second.Height))
        {
            throw new FormatException(
                $"{photo}: the photo is {first.Width}x{first.Height} in the first and {second.Width}x{second.Height} in the second set; " +
                "only labels of one size are compared.");
        }

        var counts = new Dictionary<(ushort, ushort), long>();
        for (int i = 0; i < first.Labels.Length;)
        {
            // Runs of equal pairs: maps have far fewer of them than pixels.
            ushort one = first.Labels[i], other = second.Labels[i];
            int start = i;
            do i++;
            while (i < first.Labels.Length && first.Labels[i] == one && second.Labels[i] == other);
            if (one == Segmentation.Ignore || other == Segmentation.Ignore) continue;
            var pair = (classes.OfFirst[one], classes.OfSecond[other]);
            counts[pair] = counts.GetValueOrDefault(pair) + i - start;
        }

        var areas = new SortedDictionary<int, ClassPixels>();
        foreach (var ((one, other), pixels) in counts)
        {
            Add(one, pixels, 0, one == other ? pixels : 0);
            Add(other, 0, pixels, 0);
        }

        return new PhotoDifference(
            photo,
            counts.Values.Sum(),
            counts.Where(one => one.Key.Item1 == one.Key.Item2).Sum(one => one.Value),
            [.. areas.Values],
            [.. counts.Where(one => one.Key.Item1 != one.Key.Item2)
                .Select(one => new LabelChange(classes.Names[one.Key.Item1], classes.Names[one.Key.Item2], one.Value))
                .OrderByDescending(change => change.Pixels)
                .ThenBy(change => change.From, StringComparer.Ordinal)
                .ThenBy(change => change.To, StringComparer.Ordinal)]);

        void Add(int index, long truth, long predicted, long correct)
        {
            var old = areas.GetValueOrDefault(index, new ClassPixels(index, 0, 0, 0));
            areas[index] = new ClassPixels(index, old.Truth + truth, old.Predicted + predicted, old.Correct + correct);
        }
    }
}
