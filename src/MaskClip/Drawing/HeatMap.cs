
using MaskClip.Drawing;
using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>
/// Shows how confident every part of a photo is of one class, as colors over it: dark violet for 0, over red and orange, to light yellow
/// for 1.
/// </summary>
/// <remarks>Safe to use from several threads. The format <c>heatmap</c> writes such a picture for each class.</remarks>
public static class HeatMap
{
    private static readonly RecentlyMade<(int OldSize, int NewSize), (int Left, int Right, float Share)[]> Positions = new(
        key => Lay(key.OldSize, key.NewSize));

    /// <summary>Paints one class's confidences over a photo.</summary>
    /// <remarks>
    /// They are enlarged bilinearly from their grid (<see cref="Segmentation.Scores"/>), whose values are in the middles of its cells.
    /// </remarks>
    /// <param name="photo">The photo, of the result's size.</param>
    /// <param name="result">The result, one with scores.</param>
    /// <param name="classIndex">Index into the classes of the result's vocabulary. The class need not be among the regions.</param>
    /// <param name="options">How it is painted; <see langword="null"/> for the defaults.</param>
    /// <returns>A new picture of the photo's size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="ArgumentException">The photo has another size than the result, or the result was made without scores.</exception>
    /// <exception cref="OptionsException">An option is out of range; the message names its value and the range.</exception>
    public static RgbImage Paint(RgbImage photo, Segmentation result, int classIndex, HeatMapOptions? options = null)
    {
        using var picture = Rent(photo, result, classIndex, options);
        return picture.Copy();
    }

    /// <summary>The same in rented memory.</summary>
    /// <inheritdoc cref="Paint"/>
    internal static RentedImage Rent(RgbImage photo, Segmentation result, int classIndex, HeatMapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(result);
        // A copy: what is checked is what is painted.
        options = options is null ? new HeatMapOptions() : options with { };
        options.Validate();
        result.CheckPhoto(photo);
        var grid = result.Scores(classIndex);
        if (grid.IsEmpty)
        {
            const string Error = "The result was made without scores, so there is nothing to paint; construct it with scores.";
            throw new ArgumentException(Error, nameof(result));
        }

        return Rent(photo, grid, result.GridWidth, result.GridHeight, options);
    }

    /// <summary>Draws values over a picture.</summary>
    /// <param name="photo">The picture.</param>
    /// <param name="grid">Values 0..1, row by row; enlarged bilinearly with half-pixel centers.</param>
    /// <param name="gridWidth">Columns of the grid.</param>
    /// <param name="gridHeight">Rows of the grid.</param>
    public static RgbImage Draw(RgbImage photo, ReadOnlySpan<float> grid, int gridWidth, int gridHeight)
    {
        using var picture = Rent(photo, grid, gridWidth, gridHeight, new HeatMapOptions());
        return picture.Copy();
    }

    private static RentedImage Rent(RgbImage photo, ReadOnlySpan<float> grid, int gridWidth, int gridHeight, HeatMapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridHeight);
        if (grid.Length != gridWidth * gridHeight)
        {
            var error = $"A {gridWidth}x{gridHeight} grid has {gridWidth * gridHeight} values; {grid.Length} were given.";
            throw new ArgumentException(error, nameof(grid));
        }

        int opacity = (int)Math.Round(256 * options.Opacity);
        var columns = Positions[(gridWidth, photo.Width)];
        var rows = Positions[(gridHeight, photo.Height)];
        var picture = RentedImage.Take(photo.Width, photo.Height);
        var row = new float[gridWidth];
        for (int y = 0; y < photo.Height; y++)
        {
            var (above, below, share) = rows[y];
            for (int x = 0; x < gridWidth; x++) row[x] = Mix(grid[above * gridWidth + x], grid[below * gridWidth + x], share);
            int start = 3 * y * photo.Width;
            DrawRow(photo.Pixels[start..], picture.Pixels[start..], row, columns, opacity);
        }

        return picture;
    }

    private static void DrawRow(
        ReadOnlySpan<byte> from, Span<byte> to, float[] row, (int Left, int Right, float Share)[] columns, int opacity)
    {
        var colors = ColorMap.Colors;
        int at = 0;
        foreach (var (left, right, share) in columns)
        {
            int color = ColorMap.Offset(Mix(row[left], row[right], share));
            for (int c = 0; c < 3; c++, at++) to[at] = (byte)((from[at] * (256 - opacity) + colors[color + c] * opacity + 128) >> 8);
        }
    }

    private static float Mix(float a, float b, float share) => a + (b - a) * share;

    private static (int Left, int Right, float Share)[] Lay(int oldSize, int newSize)
    {
        var positions = new (int, int, float)[newSize];
        for (int i = 0; i < newSize; i++)
        {
            float at = Math.Clamp((i + 0.5f) * oldSize / newSize - 0.5f, 0, oldSize - 1);
            int left = (int)at;
            positions[i] = (left, Math.Min(left + 1, oldSize - 1), at - left);
        }

        return positions;
    }
}
