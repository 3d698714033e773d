namespace MaskClip.Dense;

/// <summary>The best row of scores of every pixel after PAMR.</summary>
/// <remarks>
/// Scores are refined where a grid cell is about as many pixels as in the papers: at the photo's size, but at no more than twice the size at
/// which it was embedded, and then enlarged. Tiles overlap by what scores can travel, so that borders between them do not show.
/// </remarks>
internal sealed class RefinedTiles : ITileLabeller
{
    private readonly ResultScores scores;
    private readonly PamrOptions options;
    private readonly LabellingLimits limits;
    private readonly AxisTaps down;
    private readonly AxisTaps across;
    private readonly Lazy<RgbImage> picture;

    /// <summary>Prepares a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="passes">The passes.</param>
    /// <param name="scorer">What scores are.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="options">Iterations and dilations.</param>
    /// <param name="limits">What tiles may take.</param>
    public RefinedTiles(RgbImage photo, IReadOnlyList<PassScores> passes, WindowScorer scorer, float scale, PamrOptions options, LabellingLimits limits)
    {
        this.options = options;
        this.limits = limits;
        var (width, height) = WorkingSize(photo, passes);
        scores = new ResultScores(passes, scorer, scale, width, height);
        down = AxisTaps.Between(height, photo.Height);
        across = AxisTaps.Between(width, photo.Width);
        picture = new(() => photo.Resize(width, height, ResampleFilter.Bilinear));
        Tile = TileSize(photo, width, height);
    }

    /// <inheritdoc/>
    public (int Width, int Height) Tile { get; }

    /// <inheritdoc/>
    public bool Parallel => false;

    private int Reach => Pamr.Reach(options);

    /// <inheritdoc/>
    public void Require(int from, int to)
    {
        var (first, last) = Widen(down.Range(from, to), scores.Height);
        scores.Require(first, last);
    }

    /// <inheritdoc/>
    public int FirstWindows(int pass, int y) => scores.FirstWindows(pass, Widen(down.Range(y, y + 1), scores.Height).First);

    /// <inheritdoc/>
    public void Label(PixelBox tile, LabelRules rules, TileWriter write)
    {
        var (left, right) = Widen(across.Range(tile.X, tile.X + tile.Width), scores.Width);
        var (top, bottom) = Widen(down.Range(tile.Y, tile.Y + tile.Height), scores.Height);
        var box = new PixelBox(left, top, right - left, bottom - top);
        new RefinedTile(scores, box, picture.Value, options, rules, limits.Presence).Label(tile, down, across, write);
    }

    private static (int Width, int Height) WorkingSize(RgbImage photo, IReadOnlyList<PassScores> passes)
    {
        double most = passes.Max(pass => 4.0 * pass.Plan.Columns.Input * pass.Plan.Rows.Input);
        double factor = Math.Min(1, Math.Sqrt(most / ((double)photo.Width * photo.Height)));
        return (Math.Max(1, (int)(photo.Width * factor + 0.5)), Math.Max(1, (int)(photo.Height * factor + 0.5)));
    }

    private (int Width, int Height) TileSize(RgbImage photo, int width, int height)
    {
        int neighbours = 8 * options.Dilations.Count;
        if ((long)width * height * neighbours <= limits.Weights) return (photo.Width, Math.Clamp(limits.Pixels / photo.Width, 1, photo.Height));
        int side = Math.Max(limits.SmallestTile, (int)Math.Sqrt(limits.Weights / neighbours) - 2 * Reach);
        int enlarged = (int)Math.Min((double)side * photo.Width / width, Math.Sqrt(limits.Pixels));
        return (enlarged, enlarged);
    }

    /// <summary>Adds what scores can travel on both sides; gives the first and the one after the last.</summary>
    private (int First, int End) Widen((int First, int Last) range, int size) => (Math.Max(0, range.First - Reach), Math.Min(size, range.Last + 1 + Reach));
}
