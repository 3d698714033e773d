using MaskClip.Edges;
using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>The best row of scores of every pixel after propagation over the whole photo.</summary>
/// <remarks>
/// The grid has a few points a cell of the model, as the guided filter's lattice, and no more than a fixed number, since every point
/// reaches all others: it is solved once for the photo, and tiles only enlarge it.
/// </remarks>
internal sealed class PropagatedTiles : ITileLabeler
{
    private const int PointsPerCell = 4;
    private const double MaxPoints = 1 << 16;

    private readonly PhotoLattice lattice;
    private readonly PropagationOptions options;
    private readonly float presence;
    private GridPlanes? planes;
    private int allowed;

    /// <summary>Prepares a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="passes">The passes.</param>
    /// <param name="scorer">What scores are.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="options">Data weight and sharpness.</param>
    /// <param name="limits">What tiles may take.</param>
    public PropagatedTiles(
        RgbImage photo,
        IReadOnlyList<PassScores> passes,
        WindowScorer scorer,
        float scale,
        PropagationOptions options,
        LabelingLimits limits)
    {
        this.options = options;
        presence = limits.Presence;
        int across = passes.Max(pass => Points(pass.Plan.Columns)), down = passes.Max(pass => Points(pass.Plan.Rows));
        double factor = Math.Min(1, Math.Sqrt(MaxPoints / ((double)across * down)));
        (across, down) = (Math.Max(1, (int)(across * factor)), Math.Max(1, (int)(down * factor)));
        lattice = new PhotoLattice(photo, new ResultScores(passes, scorer, scale, across, down), reach: 0);
        Tile = (photo.Width, Math.Clamp(limits.Pixels / photo.Width, 1, photo.Height));
    }

    /// <inheritdoc/>
    public (int Width, int Height) Tile { get; }

    /// <inheritdoc/>
    public bool Parallel => false;

    /// <inheritdoc/>
    public void Require(int from, int to)
    {
        // The whole grid at once, also the points beyond those that a photo smaller than it is read from: every point reaches all others.
        // Later bands ask for what is solved already.
        if (from == 0 || planes is null) lattice.Scores.Require(0, lattice.Scores.Height);
    }

    /// <inheritdoc/>
    public int FirstWindows(int pass, int y) =>
        y == 0 || planes is null ? lattice.Scores.FirstWindows(pass, 0) : lattice.FirstWindows(pass, y);

    /// <inheritdoc/>
    public void Label(PixelBox tile, LabelRules rules, Parallelism threads, TileWriter write)
    {
        Solve(rules, threads);
        planes!.Label(tile, rules, threads, write);
    }

    // Again where other rows may win than before.
    private void Solve(LabelRules rules, Parallelism threads)
    {
        int rows = Enumerable.Range(0, lattice.Scores.Scorer.Rows).Count(rules.Allows);
        if (planes is not null && rows == allowed) return;
        allowed = rows;
        using var buffers = new RentedBuffers();
        var box = new PixelBox(0, 0, lattice.Scores.Width, lattice.Scores.Height);
        var read = new TilePlanes(lattice.Scores, box, rules, presence, threads, buffers);
        List<(int Row, float[] Plane)> found = [];
        foreach (int row in read.Present)
        {
            found.Add((row, new float[read.Size]));
            read.Read([row], found[^1].Plane);
        }

        if (read.Logarithms) found.Add((-1, read.Rest().ToArray()));
        var propagation = new Propagation(lattice.Colors(box, buffers).Span, box.Height, box.Width, options);
        threads.For(found.Count, i => propagation.Apply(found[i].Plane));
        planes = new GridPlanes(found, read.Logarithms, lattice.Down, lattice.Across, box.Width);
    }

    private static int Points(WindowAxis axis) =>
        Math.Max(1, (int)Math.Round((double)axis.Input * axis.Cells * PointsPerCell / axis.Padded));
}
