using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>A size at which a photo's scores are refined, and how the photo's pixels lie in it.</summary>
internal sealed class PhotoLattice
{
    private readonly int reach;
    private readonly Lazy<RgbImage> picture;

    /// <summary>Lays out a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="scores">Its scores at the size at which they are refined.</param>
    /// <param name="reach">How far, in pixels of that size, refinement carries scores.</param>
    public PhotoLattice(RgbImage photo, ResultScores scores, int reach)
    {
        this.reach = reach;
        Scores = scores;
        Down = AxisTaps.Between(scores.Height, photo.Height);
        Across = AxisTaps.Between(scores.Width, photo.Width);
        picture = new(() => photo.Resize(scores.Width, scores.Height, ResampleFilter.Bilinear));
    }

    /// <summary>Scores at the size at which they are refined.</summary>
    public ResultScores Scores { get; }

    /// <summary>What the photo's rows are made of.</summary>
    public AxisTaps Down { get; }

    /// <summary>What the photo's columns are made of.</summary>
    public AxisTaps Across { get; }

    /// <summary>Makes the windows ready that rows of the photo need.</summary>
    public void Require(int from, int to)
    {
        var (first, end) = Widen(Down.Range(from, to), Scores.Height);
        Scores.Require(first, end);
    }

    /// <summary>The first row of windows of a pass that a row of the photo needs.</summary>
    public int FirstWindows(int pass, int y) => Scores.FirstWindows(pass, Widen(Down.Range(y, y + 1), Scores.Height).First);

    /// <summary>What a tile of the photo is made of, with all that can reach it.</summary>
    public PixelBox Around(PixelBox tile)
    {
        var (left, right) = Widen(Across.Range(tile.X, tile.X + tile.Width), Scores.Width);
        var (top, bottom) = Widen(Down.Range(tile.Y, tile.Y + tile.Height), Scores.Height);
        return new PixelBox(left, top, right - left, bottom - top);
    }

    /// <summary>The photo's colors in a box: <c>[3, height, width]</c>, 0..1.</summary>
    public Memory<float> Colors(PixelBox box, RentedBuffers buffers)
    {
        int length = 3 * box.Width * box.Height;
        var colors = buffers.Rent(length).AsMemory(0, length);
        Imaging.ImageTensor.NormalizeWindow(picture.Value, box, mirrored: false, box.Width, box.Height, [0, 0, 0], [1, 1, 1], colors.Span);
        return colors;
    }

    private (int First, int End) Widen((int First, int Last) range, int size) =>
        (Math.Max(0, range.First - reach), Math.Min(size, range.Last + 1 + reach));
}
