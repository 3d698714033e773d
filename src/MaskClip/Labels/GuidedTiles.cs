using System.Numerics.Tensors;
using MaskClip.Edges;
using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>The best row of scores of every pixel after the guided filter.</summary>
/// <remarks>
/// Scores are smooth, so what ties them to colors is found on a lattice of a few points a grid cell; only its last step, colors times
/// coefficients, looks at every pixel of the photo.
/// </remarks>
internal sealed class GuidedTiles : ITileLabeler
{
    // Measured: 2, 4 and 8 points give the same masks but for a few pixels.
    private const int PointsPerCell = 4;

    private readonly RgbImage photo;
    private readonly PhotoLattice lattice;
    private readonly GuidedFilterOptions options;
    private readonly float presence;

    /// <summary>Prepares a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="passes">The passes.</param>
    /// <param name="scorer">What scores are.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="options">Radius and epsilon.</param>
    /// <param name="limits">Which rows are refined.</param>
    public GuidedTiles(
        RgbImage photo,
        IReadOnlyList<PassScores> passes,
        WindowScorer scorer,
        float scale,
        GuidedFilterOptions options,
        LabelingLimits limits)
    {
        this.photo = photo;
        this.options = options;
        presence = limits.Presence;
        Tile = limits.GuidedTile;
        var scores = new ResultScores(
            passes, scorer, scale, passes.Max(pass => Points(pass.Plan.Columns)), passes.Max(pass => Points(pass.Plan.Rows)));
        lattice = new PhotoLattice(photo, scores, 2 * Radius);
    }

    /// <inheritdoc/>
    public (int Width, int Height) Tile { get; }

    /// <inheritdoc/>
    public bool Parallel => true;

    private int Radius => Math.Max(1, (int)Math.Round(PointsPerCell * options.Radius));

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
        var filter = new GuidedFilter(lattice.Colors(box, buffers), box.Height, box.Width, Radius, options.Epsilon, buffers);
        int samples = 3 * tile.Width * tile.Height;
        var colors = buffers.Rent(samples);
        Imaging.ImageTensor.NormalizeWindow(
            photo, tile, mirrored: false, tile.Width, tile.Height, [0, 0, 0], [1, 1, 1], colors.AsSpan(0, samples));
        var plane = buffers.Rent(planes.Size);
        var coefficients = buffers.Rent(GuidedFilter.Coefficients * planes.Size);
        var lines = new EnlargedLines(lattice, coefficients, box, tile, buffers);
        var pixels = buffers.Rent(tile.Width).AsMemory(0, tile.Width);
        foreach (int row in planes.Present)
        {
            planes.Read([row], plane);
            Compare(row, plane.AsSpan(0, planes.Size), rules.Allows(row));
        }

        if (planes.Logarithms) Compare(-1, planes.Rest().Span, mayWin: false);
        best.Write(write);

        void Compare(int row, ReadOnlySpan<float> scores, bool mayWin)
        {
            filter.Fit(scores, coefficients);
            lines.Restart();
            var own = pixels.Span;
            for (int y = 0; y < tile.Height; y++)
            {
                var line = lines.Read(y);
                line.Slice(3 * tile.Width, tile.Width).CopyTo(own);
                for (int channel = 0; channel < 3; channel++)
                {
                    var color = colors.AsSpan((channel * tile.Height + y) * tile.Width, tile.Width);
                    TensorPrimitives.MultiplyAdd(line.Slice(channel * tile.Width, tile.Width), color, own, own);
                }

                best.Compare(y, own, row, mayWin);
            }
        }
    }

    private static int Points(WindowAxis axis) =>
        Math.Max(1, (int)Math.Round((double)axis.Input * axis.Cells * PointsPerCell / axis.Padded));
}
