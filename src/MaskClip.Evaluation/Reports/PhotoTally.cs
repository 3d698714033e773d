using MaskClip.Imaging;

namespace MaskClip.Evaluation;

/// <summary>What is kept of an evaluated photo: which classes got which, and how its edges agree. A few hundred numbers at most.</summary>
/// <param name="Id">The photo's id in its data set.</param>
/// <param name="Confusion">The cells of its confusion matrix that are not empty, ordered by truth and prediction.</param>
/// <param name="Bands">Areas of the classes' edge bands, for the boundary IoU; see <see cref="BoundaryMatrix"/>.</param>
public sealed record PhotoTally(string Id, IReadOnlyList<ConfusionCell> Confusion, IReadOnlyList<ClassPixels> Bands)
{
    /// <summary>Counts a photo.</summary>
    /// <param name="id">The photo's id.</param>
    /// <param name="prediction">Class index or <see cref="Segmentation.Ignore"/> of each pixel.</param>
    /// <param name="truth">The same pixels' truth.</param>
    /// <param name="classes">Number of classes.</param>
    internal static PhotoTally Of(string id, ReadOnlySpan<ushort> prediction, LabelMap truth, int classes)
    {
        var counts = new ConfusionMatrix(classes);
        counts.Add(prediction, truth.Labels);
        var edges = new BoundaryMatrix(classes);
        edges.Add(prediction, truth.Labels, truth.Width, truth.Height);
        return new PhotoTally(id, Cells(counts), [.. edges.Bands.Where(band => band.Truth + band.Predicted > 0)]);
    }

    /// <summary>Areas of the classes that occur.</summary>
    public PhotoPixels ToPixels()
    {
        var areas = new SortedDictionary<int, (long Truth, long Predicted, long Correct)>();
        foreach (var (truth, prediction, pixels) in Confusion)
        {
            Grow(truth, pixels, 0, truth == prediction ? pixels : 0);
            if (prediction != Segmentation.Ignore) Grow(prediction, 0, pixels, 0);
        }

        return new PhotoPixels(
            Id, [.. areas.Select(area => new ClassPixels(area.Key, area.Value.Truth, area.Value.Predicted, area.Value.Correct))]);

        void Grow(int index, long truth, long predicted, long correct)
        {
            var before = areas.GetValueOrDefault(index);
            areas[index] = (before.Truth + truth, before.Predicted + predicted, before.Correct + correct);
        }
    }

    /// <summary>The same as files of before labels had 16 bits hold it: there 255 says that a pixel got no class.</summary>
    /// <param name="classes">Number of classes.</param>
    internal PhotoTally From8Bits(
        int classes) => classes <= LabelBytes.MaxClasses && Confusion.Any(cell => cell.Prediction == LabelBytes.Ignore)
        ? this with
        {
            Confusion =
            [
                .. Confusion.Select(cell => cell.Prediction == LabelBytes.Ignore ? cell with { Prediction = Segmentation.Ignore } : cell)
            ],
        }
        : this;

    /// <summary>
    /// Mean IoU over the classes that the photo's truth has; NaN when it has none. A stray pixel of another class does not decide it.
    /// </summary>
    public double MeanIoU()
    {
        double[] values = [.. ToPixels().Classes.Where(area => area.Truth > 0).Select(area => new ClassMetrics(area).IoU)];
        return values.Length > 0 ? values.Average() : double.NaN;
    }

    private static List<ConfusionCell> Cells(ConfusionMatrix counts)
    {
        var cells = new List<ConfusionCell>();
        for (int truth = 0; truth < counts.Classes; truth++)
        {
            for (int prediction = 0; prediction <= counts.Classes; prediction++)
            {
                int label = prediction < counts.Classes ? prediction : Segmentation.Ignore;
                if (counts[truth, label] is > 0 and var pixels) cells.Add(new ConfusionCell(truth, label, pixels));
            }
        }

        return cells;
    }
}
