namespace MaskClip.Evaluation.Metrics;

/// <summary>Photos' areas one after the other in memory, so that a thousand draws of thousands of photos take a moment.</summary>
internal sealed class PhotoPool
{
    private readonly ClassPixels[] areas;
    private readonly int[] starts;
    private readonly int classes;

    /// <summary>Lays out photos.</summary>
    public PhotoPool(IReadOnlyList<PhotoPixels> photos, int classes)
    {
        this.classes = classes;
        areas = [.. photos.SelectMany(photo => photo.Classes)];
        starts = new int[photos.Count + 1];
        for (int i = 0; i < photos.Count; i++) starts[i + 1] = starts[i] + photos[i].Classes.Count;
    }

    /// <summary>The metrics of drawn photos together.</summary>
    public SegmentationMetrics Draw(ReadOnlySpan<int> draws)
    {
        long[] truth = new long[classes], predicted = new long[classes], correct = new long[classes];
        foreach (int draw in draws)
        {
            foreach (ref readonly var area in areas.AsSpan(starts[draw]..starts[draw + 1]))
            {
                truth[area.Class] += area.Truth;
                predicted[area.Class] += area.Predicted;
                correct[area.Class] += area.Correct;
            }
        }

        var metrics = new ClassMetrics[classes];
        for (int c = 0; c < classes; c++) metrics[c] = new ClassMetrics(new ClassPixels(c, truth[c], predicted[c], correct[c]));
        return new SegmentationMetrics(metrics);
    }
}
