namespace MaskClip.Imaging;

/// <summary>
/// Resizing with the same bytes as OpenCV's <c>resize(INTER_LINEAR)</c> on 8-bit pictures: two taps a side, no antialiasing.
/// </summary>
/// <remarks>
/// Follows the fixed-point arithmetic of OpenCV's portable code (modules/imgproc/src/resize.cpp): weights of 11 bits, rows first, the rows'
/// weighted sum cut to 16 bits before it is rounded. A reduction to exactly half on both sides is the rounded mean of four pixels, as
/// there.
/// </remarks>
internal static class OpenCvResampling
{
    private const int One = 1 << 11;

    /// <summary>Resizes a picture.</summary>
    public static RentedImage Resize(RgbImage image, int width, int height)
    {
        if (width == image.Width && height == image.Height) return RentedImage.Of(image);
        var picture = RentedImage.Take(width, height);
        var pixels = picture.Pixels;
        if (image.Width == 2 * width && image.Height == 2 * height) Halve(image, pixels, width, height);
        else
            Blend(image, pixels, new Taps(image.Width, width, wholeAtBorders: true), new Taps(image.Height, height, wholeAtBorders: false));
        return picture;
    }

    private static void Halve(RgbImage image, Span<byte> pixels, int width, int height)
    {
        int stride = 3 * image.Width;
        for (int y = 0, at = 0; y < height; y++)
        {
            var upper = image.Pixels.Slice(2 * y * stride, stride);
            var lower = image.Pixels.Slice((2 * y + 1) * stride, stride);
            for (int x = 0; x < 6 * width; x += 6)
            {
                for (int c = x; c < x + 3; c++) pixels[at++] = (byte)((upper[c] + upper[c + 3] + lower[c] + lower[c + 3] + 2) >> 2);
            }
        }
    }

    private static void Blend(RgbImage image, Span<byte> pixels, Taps columns, Taps rows)
    {
        int width = columns.First.Length, stride = 3 * width;
        int[] upper = new int[stride], lower = new int[stride];
        int upperRow = -1, lowerRow = -1;
        for (int y = 0; y < rows.First.Length; y++)
        {
            if (rows.First[y] == lowerRow)
            {
                (upper, lower, upperRow, lowerRow) = (lower, upper, lowerRow, -1);
            }

            if (rows.First[y] != upperRow) Across(image, upperRow = rows.First[y], columns, upper);
            if (rows.Second[y] != lowerRow) Across(image, lowerRow = rows.Second[y], columns, lower);
            int first = rows.FirstWeight[y], second = rows.SecondWeight[y];
            var to = pixels.Slice(y * stride, stride);
            for (int x = 0; x < to.Length; x++)
            {
                to[x] = (byte)((((first * (upper[x] >> 4)) >> 16) + ((second * (lower[x] >> 4)) >> 16) + 2) >> 2);
            }
        }
    }

    private static void Across(RgbImage image, int row, Taps columns, int[] to)
    {
        var from = image.Pixels.Slice(3 * image.Width * row, 3 * image.Width);
        for (int x = 0, at = 0; x < columns.First.Length; x++)
        {
            int first =
                3 * columns.First[x], second =
                    3 * columns.Second[x], firstWeight = columns.FirstWeight[x], secondWeight = columns.SecondWeight[x];
            for (int c = 0; c < 3; c++) to[at++] = from[first + c] * firstWeight + from[second + c] * secondWeight;
        }
    }

    /// <summary>For every new row or column the two old ones it lies between, and their weights of 11 bits.</summary>
    private sealed class Taps
    {
        // Past the border OpenCV gives a column's pixel the whole weight, but a row's pixel twice a part of it, each cut on its own.
        public Taps(int oldSize, int newSize, bool wholeAtBorders)
        {
            First = new int[newSize];
            Second = new int[newSize];
            FirstWeight = new int[newSize];
            SecondWeight = new int[newSize];
            double scale = 1 / ((double)newSize / oldSize);
            for (int i = 0; i < newSize; i++)
            {
                float position = (float)((i + 0.5) * scale - 0.5);
                int line = (int)MathF.Floor(position);
                float fraction = position - line;
                if (wholeAtBorders && (line < 0 || line >= oldSize - 1)) fraction = 0;
                First[i] = Math.Clamp(line, 0, oldSize - 1);
                Second[i] = Math.Clamp(line + 1, 0, oldSize - 1);
                FirstWeight[i] = (int)MathF.Round((1 - fraction) * One);
                SecondWeight[i] = (int)MathF.Round(fraction * One);
            }
        }

        public int[] First { get; }

        public int[] Second { get; }

        public int[] FirstWeight { get; }

        public int[] SecondWeight { get; }
    }
}
