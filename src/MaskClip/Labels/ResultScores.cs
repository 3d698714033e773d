
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>A photo's scores laid over a result of a given size: the photo, or the grid on which confidences are shown.</summary>
/// <param name="passes">The passes; their mean counts.</param>
/// <param name="scorer">What the scores are.</param>
/// <param name="scale">The softmax's logit scale.</param>
/// <param name="width">The result's width.</param>
/// <param name="height">The result's height.</param>
internal sealed class ResultScores(IReadOnlyList<PassScores> passes, WindowScorer scorer, float scale, int width, int height)
{
    private readonly AxisTaps[] down =
    [
        .. passes.Select(pass => AxisTaps.Create(pass.Plan.Rows, pass.Plan.Direct, mirrored: false, height))
    ];
    private readonly AxisTaps[] across =
    [
        .. passes.Select(pass => AxisTaps.Create(pass.Plan.Columns, pass.Plan.Direct, pass.Plan.Mirrored, width))
    ];

    /// <summary>Columns.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Number of passes.</summary>
    public int Passes => passes.Count;

    /// <summary>What the scores are.</summary>
    public WindowScorer Scorer => scorer;

    /// <summary>Makes the windows ready that rows of the result are made of.</summary>
    public void Require(int from, int to)
    {
        for (int pass = 0; pass < passes.Count; pass++)
        {
            var (first, last) = down[pass].Range(from, to);
            passes[pass].Require(first / passes[pass].Plan.Rows.Cells, last / passes[pass].Plan.Rows.Cells);
        }
    }

    /// <summary>The first row of windows of a pass that a row of the result is made of.</summary>
    public int FirstWindows(int pass, int y) => down[pass].Range(y, y + 1).First / passes[pass].Plan.Rows.Cells;

    /// <summary>Opens a tile of the result, to be read from top to bottom.</summary>
    /// <param name="from">First column.</param>
    /// <param name="to">Column after the last.</param>
    /// <param name="buffers">Rents its arrays, which are needed as long as this is read.</param>
    public TileProbabilities Open(int from, int to, RentedBuffers buffers) =>
        Open(from, to, [.. Enumerable.Range(0, scorer.Rows)], buffers);

    /// <summary>Opens a tile for some rows of the scores.</summary>
    public TileProbabilities Open(int from, int to, int[] rows, RentedBuffers buffers) => new(
        [.. passes.Select((pass, i) => new TileRows(pass, down[i], across[i], from, to, rows, buffers))],
        rows.Length,
        to - from,
        scale,
        scorer.GivesProbabilities,
        scorer.SigmoidBias,
        buffers);
}
