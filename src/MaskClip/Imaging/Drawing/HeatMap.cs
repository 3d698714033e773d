using MaskClip.Storage;

namespace MaskClip.Imaging;

/// <summary>Shows how strongly a photo answers to one name, as colours over the photo.</summary>
internal static class HeatMap
{
    private const int Opacity = 166; // of 256: the photo stays recognisable under the colours

    private static readonly RecentlyMade<(int OldSize, int NewSize), (int Left, int Right, float Share)[]> Positions = new(key => Lay(key.OldSize, key.NewSize));

    /// <summary>Draws values over a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="grid">Values 0..1, row by row; enlarged bilinearly with half-pixel centres.</param>
    /// <param name="gridWidth">Columns of the grid.</param>
    /// <param name="gridHeight">Rows of the grid.</param>
    public static RgbImage Draw(RgbImage photo, ReadOnlySpan<float> grid, int gridWidth, int gridHeight)
    {
        using var picture = Paint(photo, grid, gridWidth, gridHeight);
        return picture.Copy();
    }

    /// <summary>The same in memory that is lent.</summary>
    /// <inheritdoc cref="Draw"/>
    public static RentedImage Paint(RgbImage photo, ReadOnlySpan<float> grid, int gridWidth, int gridHeight)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gridHeight);
        if (grid.Length != gridWidth * gridHeight)
        {
            var error = $"A {gridWidth}x{gridHeight} grid has {gridWidth * gridHeight} values; {grid.Length} were given.";
            throw new ArgumentException(error, nameof(grid));
        }

        var columns = Positions[(gridWidth, photo.Width)];
        var rows = Positions[(gridHeight, photo.Height)];
        var picture = RentedImage.Take(photo.Width, photo.Height);
        var row = new float[gridWidth];
        for (int y = 0; y < photo.Height; y++)
        {
            var (above, below, share) = rows[y];
            for (int x = 0; x < gridWidth; x++) row[x] = Mix(grid[above * gridWidth + x], grid[below * gridWidth + x], share);
            int start = 3 * y * photo.Width;
            DrawRow(photo.Pixels[start..], picture.Pixels[start..], row, columns);
        }

        return picture;
    }

    private static void DrawRow(ReadOnlySpan<byte> from, Span<byte> to, float[] row, (int Left, int Right, float Share)[] columns)
    {
        var colors = ColorMap.Colors;
        int at = 0;
        foreach (var (left, right, share) in columns)
        {
            int color = ColorMap.Offset(Mix(row[left], row[right], share));
            for (int c = 0; c < 3; c++, at++) to[at] = (byte)((from[at] * (256 - Opacity) + colors[color + c] * Opacity + 128) >> 8);
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
