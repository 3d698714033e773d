using MaskClip.Results;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>
/// Labels a photo from the scores of all its passes and windows, band by band, so that neither scores nor windows of the whole photo need
/// be there at once.
/// </summary>
/// <param name="passes">The passes.</param>
/// <param name="scorer">What scores are.</param>
/// <param name="options">Thresholds.</param>
/// <param name="tiles">Labels tiles of the photo.</param>
/// <param name="threads">Threads that it may take.</param>
/// <param name="stream">Whether windows are let go of once the rows that they cover are labeled.</param>
internal sealed class PhotoLabeling(
    IReadOnlyList<PassScores> passes,
    WindowScorer scorer,
    SegmentationOptions options,
    ITileLabeler tiles,
    Parallelism threads,
    bool stream)
{
    // The grid on which confidences are shown follows the model's cells, but need not be finer than a screen.
    private const int MaxGridCells = 65_536;

    /// <summary>Labels a photo.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="cancellationToken">Stops between tiles.</param>
    public Segmentation Run(Vocabulary vocabulary, int width, int height, CancellationToken cancellationToken)
    {
        var rules = new LabelRules(scorer, options);
        using var buffers = new RentedBuffers();
        var grid = new ConfidenceGrid(passes, scorer, options.Scale, GridSize(passes[0].Plan), buffers);
        int[] classOfRow = [.. Enumerable.Range(0, scorer.Rows).Select(scorer.ClassOf)];
        BackgroundTally? Words() => BackgroundTally.For(vocabulary, classOfRow);
        var words = Words();
        var (labels, tally, areas) = Sweep(rules, grid, width, height, words, cancellationToken);
        if (options.AreaThreshold > 0 && rules.RemoveSmall(areas, vocabulary.Classes[0].IsBackground))
        {
            words = Words();
            (labels, tally, _) = Sweep(rules, grid, width, height, words, cancellationToken);
        }

        return new Segmentation(
            width, height, vocabulary, labels, tally.Regions(vocabulary, labels.LongLength), grid.Values, grid.Width, grid.Height)
        {
            NoneConfident = scorer.NoneConfident,
            BackgroundWords = words?.Regions(labels.LongLength) ?? [],
        };
    }

    /// <summary>Size of the grid on which a photo's confidences are shown.</summary>
    public static (int Width, int Height) GridSize(PassPlan plan)
    {
        if (plan is { Direct: true, Windows: 1 }) return (plan.Columns.Cells, plan.Rows.Cells);
        double cell = (double)plan.Columns.Padded / plan.Columns.Cells;
        cell *= Math.Max(1, Math.Sqrt(plan.Columns.Input / cell * (plan.Rows.Input / cell) / MaxGridCells));
        return ((int)Math.Ceiling(plan.Columns.Input / cell), (int)Math.Ceiling(plan.Rows.Input / cell));
    }

    private (ushort[] Labels, RegionTally Tally, long[] Areas) Sweep(
        LabelRules rules, ConfidenceGrid grid, int width, int height, BackgroundTally? words, CancellationToken cancellationToken)
    {
        var labels = new ushort[(long)width * height];
        var whole = new RegionTally(scorer.Classes);
        var areas = new long[scorer.Classes];
        int band = stream ? tiles.Tile.Height : height;
        for (int top = 0; top < height; top += band)
        {
            int bottom = Math.Min(top + band, height);
            RequireInOrder(grid, top);
            tiles.Require(top, bottom);
            var boxes = Boxes(width, top, bottom).ToArray();
            var counts = boxes
                .Select(_ => (Tally: new RegionTally(scorer.Classes), Areas: new long[scorer.Classes], Words: words?.Another())).ToArray();
            var (across, within) = tiles.Parallel
                ? (threads, threads.Among(Math.Min(boxes.Length, threads.Degree)))
                : (Parallelism.One, threads);
            across.For(boxes.Length, i => tiles.Label(boxes[i], rules, within, (y, rows, confidence) =>
                rules.Label(
                    rows,
                    confidence,
                    y,
                    boxes[i].X,
                    labels.AsSpan(y * width + boxes[i].X, rows.Length),
                    counts[i].Tally,
                    counts[i].Areas,
                    counts[i].Words)), cancellationToken);
            foreach (var (tally, tileAreas, tileWords) in counts)
            {
                // In the tiles' order, so that sums round the same way every time.
                whole.Add(tally);
                if (tileWords is not null) words!.Add(tileWords);
                System.Numerics.Tensors.TensorPrimitives.Add<long>(areas, tileAreas, areas);
            }

            grid.Advance(bottom, height);
            if (stream && bottom < height) Release(grid, bottom);
        }

        return (labels, whole, areas);
    }

    // Tall inputs of small photos have windows above all that the first pixels are made of, which only the grid reads: they are asked for
    // first, from top to bottom.
    private void RequireInOrder(ConfidenceGrid grid, int top)
    {
        for (int pass = 0; pass < passes.Count; pass++)
        {
            int first = tiles.FirstWindows(pass, top);
            passes[pass].Require(Math.Min(first, grid.FirstWindows(pass)), first);
        }
    }

    private void Release(ConfidenceGrid grid, int bottom)
    {
        for (int pass = 0; pass < passes.Count; pass++)
            passes[pass].Release(Math.Min(tiles.FirstWindows(pass, bottom), grid.FirstWindows(pass)));
    }

    private IEnumerable<PixelBox> Boxes(int width, int top, int bottom)
    {
        for (int y = top; y < bottom; y += tiles.Tile.Height)
        {
            for (int x = 0; x < width; x += tiles.Tile.Width)
            {
                yield return new PixelBox(x, y, Math.Min(tiles.Tile.Width, width - x), Math.Min(tiles.Tile.Height, bottom - y));
            }
        }
    }
}
