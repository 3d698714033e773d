using System.Buffers;
using System.Numerics.Tensors;
using MaskClip.Edges;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>The best row of scores of every pixel after PAMR.</summary>
/// <remarks>
/// Scores are refined where a grid cell is about as many pixels as in the papers: at the photo's size, but at no more than twice the size
/// at which it was embedded, and then enlarged. Tiles overlap by what scores can travel, so that borders between them do not show.
/// </remarks>
internal sealed class PamrTiles : ITileLabeler
{
    private const int Group = 4;

    private readonly PhotoLattice lattice;
    private readonly PamrOptions options;
    private readonly float presence;

    /// <summary>Prepares a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="passes">The passes.</param>
    /// <param name="scorer">What scores are.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="options">Iterations and dilations.</param>
    /// <param name="limits">What tiles may take.</param>
    public PamrTiles(
        RgbImage photo, IReadOnlyList<PassScores> passes, WindowScorer scorer, float scale, PamrOptions options, LabelingLimits limits)
    {
        this.options = options;
        presence = limits.Presence;
        double most = passes.Max(pass => 4.0 * pass.Plan.Columns.Input * pass.Plan.Rows.Input);
        double factor = Math.Min(1, Math.Sqrt(most / ((double)photo.Width * photo.Height)));
        int width = Math.Max(1, (int)(photo.Width * factor + 0.5)), height = Math.Max(1, (int)(photo.Height * factor + 0.5));
        lattice = new PhotoLattice(photo, new ResultScores(passes, scorer, scale, width, height), Pamr.Reach(options));
        Tile = TileSize(photo, width, height, limits);
    }

    /// <inheritdoc/>
    public (int Width, int Height) Tile { get; }

    /// <inheritdoc/>
    public bool Parallel => false;

    /// <inheritdoc/>
    public void Require(int from, int to) => lattice.Require(from, to);

    /// <inheritdoc/>
    public int FirstWindows(int pass, int y) => lattice.FirstWindows(pass, y);

    /// <inheritdoc/>
    public void Label(PixelBox tile, LabelRules rules, Parallelism threads, TileWriter write)
    {
        var box = lattice.Around(tile);
        using var buffers = new RentedBuffers();
        var planes = new TilePlanes(lattice.Scores, box, rules, presence, threads, buffers);
        var best = new TileBest(tile, planes.Logarithms, buffers);
        var colors = lattice.Colors(box, buffers).Span;
        var pamr = new Pamr(colors, box.Height, box.Width, options.Iterations, options.Dilations, threads, buffers);
        var group = buffers.Rent(Group * planes.Size);
        foreach (int[] rows in planes.Present.Chunk(Group))
        {
            planes.Read(rows, group);
            pamr.Refine(group.AsSpan(0, rows.Length * planes.Size));
            for (int i = 0; i < rows.Length; i++) Compare(rows[i], group.AsMemory(i * planes.Size, planes.Size), rules.Allows(rows[i]));
        }

        if (planes.Logarithms)
        {
            var rest = planes.Rest();
            pamr.Refine(rest.Span);
            Compare(-1, rest, mayWin: false);
        }

        best.Write(write);

        void Compare(int row, ReadOnlyMemory<float> plane, bool mayWin) => threads.For(tile.Height, y =>
        {
            var scores = ArrayPool<float>.Shared.Rent(tile.Width);
            Enlarge(plane.Span, box, tile.Y + y, tile.X, scores.AsSpan(0, tile.Width));
            best.Compare(y, scores.AsSpan(0, tile.Width), row, mayWin);
            ArrayPool<float>.Shared.Return(scores);
        });
    }

    private void Enlarge(ReadOnlySpan<float> plane, PixelBox box, int y, int x, Span<float> scores)
    {
        var lines = lattice.Down.Indices(y);
        var shares = lattice.Down.Weights(y);
        var buffer = ArrayPool<float>.Shared.Rent(box.Width);
        var line = buffer.AsSpan(0, box.Width);
        line.Clear();
        for (int i = 0; i < lines.Length; i++)
            TensorPrimitives.MultiplyAdd(plane.Slice((lines[i] - box.Y) * box.Width, box.Width), shares[i], line, line);
        lattice.Across.Apply(line, box.X, x, scores);
        ArrayPool<float>.Shared.Return(buffer);
    }

    private (int Width, int Height) TileSize(RgbImage photo, int width, int height, LabelingLimits limits)
    {
        int neighbors = 8 * options.Dilations.Count;
        if ((long)width * height * neighbors <= limits.Weights)
            return (photo.Width, Math.Clamp(limits.Pixels / photo.Width, 1, photo.Height));
        int side = Math.Max(limits.SmallestTile, (int)Math.Sqrt(limits.Weights / neighbors) - 2 * Pamr.Reach(options));
        int enlarged = (int)Math.Min((double)side * photo.Width / width, Math.Sqrt(limits.Pixels));
        return (enlarged, enlarged);
    }
}
