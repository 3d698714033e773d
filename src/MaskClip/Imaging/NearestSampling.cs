namespace MaskClip.Imaging;

/// <summary>Resizing that only picks pixels: the one under each new pixel's center. For label maps, where averages mean nothing.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class NearestSampling
{
    /// <summary>Resizes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var columns = Positions(image.Width, width);
        var rows = Positions(image.Height, height);
        var to = GC.AllocateUninitializedArray<byte>(checked(3 * width * height));
        int at = 0;
        foreach (int row in rows)
        {
            var from = image.Pixels.Slice(3 * row * image.Width, 3 * image.Width);
            foreach (int column in columns)
            {
                from.Slice(3 * column, 3).CopyTo(to.AsSpan(at, 3));
                at += 3;
            }
        }

        return new RgbImage(width, height, to);
    }

    /// <summary>Resizes a label map.</summary>
    /// <param name="labels">The labels, row by row: <c>[oldHeight, oldWidth]</c>.</param>
    /// <param name="oldWidth">Its width in pixels.</param>
    /// <param name="oldHeight">Its height in pixels.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <returns>The labels, row by row: <c>[height, width]</c>.</returns>
    /// <exception cref="ArgumentException">The labels are not as many as the old size has pixels.</exception>
    public static T[] Resize<T>(ReadOnlySpan<T> labels, int oldWidth, int oldHeight, int width, int height)
        where T : unmanaged
    {
        if (labels.Length != oldWidth * oldHeight)
        {
            var error = $"{oldWidth}x{oldHeight} pixels have {oldWidth * oldHeight} labels; {labels.Length} were given.";
            throw new ArgumentException(error, nameof(labels));
        }

        var columns = Positions(oldWidth, width);
        var to = GC.AllocateUninitializedArray<T>(checked(width * height));
        int at = 0;
        foreach (int row in Positions(oldHeight, height))
        {
            var from = labels.Slice(row * oldWidth, oldWidth);
            foreach (int column in columns) to[at++] = from[column];
        }

        return to;
    }

    /// <summary>
    /// Sums up the step, rounding errors included, as Pillow's <c>ImagingScaleAffine</c> does (src/libImaging/Geometry.c).
    /// </summary>
    private static int[] Positions(int oldSize, int newSize)
    {
        var positions = new int[newSize];
        double step = (double)oldSize / newSize, position = step * 0.5;
        for (int i = 0; i < newSize; i++, position += step) positions[i] = Math.Min((int)position, oldSize - 1);
        return positions;
    }
}
