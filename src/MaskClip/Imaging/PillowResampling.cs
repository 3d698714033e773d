using System.Buffers;
using System.Runtime.Intrinsics;

namespace MaskClip.Imaging;

/// <summary>Resizing with the same bytes as Pillow: antialiased, columns first, rounded to 8 bits between the two passes.</summary>
/// <remarks>CLIP saw its training photos through this code; other resizers shift its scores.</remarks>
internal static unsafe class PillowResampling
{
    private const int Bits = ResamplingWeights.PrecisionBits;
    private const int Half = 1 << (Bits - 1);

    /// <summary>Resizes a picture.</summary>
    public static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter)
    {
        if (width == image.Width && height == image.Height) return image;
        if (filter == ResampleFilter.Nearest) return NearestSampling.Resize(image, width, height);

        var pixels = GC.AllocateUninitializedArray<byte>(checked(3 * width * height));
        Resize(image, width, height, filter, pixels);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Resizes a picture to another size, with any filter that weighs, into memory that is there already.</summary>
    public static void Resize(RgbImage image, int width, int height, ResampleFilter filter, Span<byte> pixels)
    {
        if (pixels.Length < checked(3 * width * height))
        {
            throw new ArgumentException(
                $"{width}x{height} pixels need {3 * width * height} bytes; there is room for {pixels.Length}.", nameof(pixels));
        }
        fixed (byte* from = image.Data, to = pixels)
        {
            if (width == image.Width) Rows(from, to, 3 * width, ResamplingWeights.For(image.Height, height, filter));
            else if (height == image.Height) Columns(from, to, image.Width, height, ResamplingWeights.For(image.Width, width, filter));
            else
                Both(
                    image,
                    from,
                    to,
                    ResamplingWeights.For(image.Width, width, filter),
                    ResamplingWeights.For(image.Height, height, filter));
        }
    }

    private static void Both(RgbImage image, byte* from, byte* to, ResamplingWeights columns, ResamplingWeights rows)
    {
        int stride = 3 * columns.First.Length;
        var rented = ArrayPool<byte>.Shared.Rent(checked(stride * image.Height));
        try
        {
            fixed (byte* between = rented)
            {
                Columns(from, between, image.Width, image.Height, columns);
                Rows(between, to, stride, rows);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static void Columns(byte* from, byte* to, int oldWidth, int height, ResamplingWeights columns)
    {
        int width = columns.First.Length;

        // Vectors read four bytes for three, so the very last row, which has no byte behind it, goes without.
        for (int y = 0; y < height - 1; y++) ColumnsOfRow(from + (nint)3 * oldWidth * y, to + (nint)3 * width * y, columns);
        LastRowColumns(from + (nint)3 * oldWidth * (height - 1), to + (nint)3 * width * (height - 1), columns);
    }

    private static void ColumnsOfRow(byte* from, byte* to, ResamplingWeights columns)
    {
        fixed (int* allWeights = columns.Weights, first = columns.First, counts = columns.Count)
        {
            int width = columns.First.Length;
            for (int x = 0; x < width; x++, to += 3)
            {
                var weights = allWeights + x * columns.Taps;
                var pixel = from + 3 * first[x];
                int count = counts[x], k = 0;
                var sum = Vector128.Create(Half);
                var sum2 = Vector128<int>.Zero;
                for (; k < count - 1; k += 2, pixel += 6)
                {
                    sum += Widen(pixel) * weights[k];
                    sum2 += Widen(pixel + 3) * weights[k + 1];
                }

                if (k < count) sum += Widen(pixel) * weights[k];
                sum = Clamp((sum + sum2) >> Bits);
                to[0] = (byte)sum[0];
                to[1] = (byte)sum[1];
                to[2] = (byte)sum[2];
            }
        }
    }

    private static void LastRowColumns(byte* from, byte* to, ResamplingWeights columns)
    {
        for (int x = 0; x < columns.First.Length; x++)
        {
            var weights = columns.Weights.AsSpan(x * columns.Taps, columns.Count[x]);
            for (int c = 0; c < 3; c++)
            {
                int sum = Half;
                for (int k = 0; k < weights.Length; k++) sum += from[3 * (columns.First[x] + k) + c] * weights[k];
                to[3 * x + c] = (byte)Math.Clamp(sum >> Bits, 0, 255);
            }
        }
    }

    private static void Rows(byte* from, byte* to, int stride, ResamplingWeights rows)
    {
        for (int y = 0; y < rows.First.Length; y++, to += stride)
        {
            var weights = rows.Weights.AsSpan(y * rows.Taps, rows.Count[y]);
            var top = from + (nint)stride * rows.First[y];
            int x = 0;
            for (; x <= stride - 16; x += 16) SumOf16(top + x, stride, weights).Store(to + x);
            for (; x < stride; x++) to[x] = SumOf1(top + x, stride, weights);
        }
    }

    private static Vector128<byte> SumOf16(byte* top, int stride, ReadOnlySpan<int> weights)
    {
        var (a, b, c, d) = (Vector128.Create(Half), Vector128.Create(Half), Vector128.Create(Half), Vector128.Create(Half));
        foreach (int weight in weights)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(top));
            a += Vector128.WidenLower(low).AsInt32() * weight;
            b += Vector128.WidenUpper(low).AsInt32() * weight;
            c += Vector128.WidenLower(high).AsInt32() * weight;
            d += Vector128.WidenUpper(high).AsInt32() * weight;
            top += stride;
        }

        var lower = Vector128.Narrow(Clamp(a >> Bits).AsUInt32(), Clamp(b >> Bits).AsUInt32());
        return Vector128.Narrow(lower, Vector128.Narrow(Clamp(c >> Bits).AsUInt32(), Clamp(d >> Bits).AsUInt32()));
    }

    private static byte SumOf1(byte* top, int stride, ReadOnlySpan<int> weights)
    {
        int sum = Half;
        foreach (int weight in weights)
        {
            sum += *top * weight;
            top += stride;
        }

        return (byte)Math.Clamp(sum >> Bits, 0, 255);
    }

    private static Vector128<int> Widen(byte* pixel) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)pixel).AsByte())).AsInt32();

    private static Vector128<int> Clamp(Vector128<int> values) =>
        Vector128.Min(Vector128.Max(values, Vector128<int>.Zero), Vector128.Create(255));
}
