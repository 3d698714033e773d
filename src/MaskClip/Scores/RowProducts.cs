using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;

namespace MaskClip.Scores;

/// <summary>Inner products of the rows of two matrices.</summary>
/// <remarks>
/// Eight products at a time, four rows with two, so that each vector that is loaded serves several: bound by multiplications, not by loads.
/// The order of additions within a product does not depend on where its row lies, so equal rows have equal products.
/// </remarks>
internal static class RowProducts
{
    private const int Tall = 4, Wide = 2;

    // So many rows of the second matrix are met again before the next block of the first is taken: they stay in the second cache level.
    private const int Block = 64;

    /// <summary>Computes <c>a · bᵀ</c>, transposed: <c>[rows of b, rows of a]</c>.</summary>
    /// <param name="a">A matrix <c>[m, size]</c>.</param>
    /// <param name="b">A matrix <c>[n, size]</c>.</param>
    /// <param name="size">Length of a row.</param>
    /// <param name="products">The result, <c>[n, m]</c>.</param>
    public static void Compute(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int size, Span<float> products)
    {
        int m = a.Length / size, n = b.Length / size;
        if (m * size != a.Length || n * size != b.Length || products.Length != m * n)
        {
            throw new ArgumentException(
                $"Matrices of {a.Length} and {b.Length} numbers in rows of {size} cannot fill {products.Length} products.");
        }

        for (int from = 0; from < n; from += Block)
        {
            int to = Math.Min(from + Block, n);
            int i = 0;
            for (; i + Tall <= m; i += Tall)
            {
                int j = from;
                for (; j + Wide <= to; j += Wide) Eight(a, b, size, i, j, products, m);
                for (; j < to; j++)
                {
                    for (int row = i; row < i + Tall; row++)
                        products[j * m + row] = One(a.Slice(row * size, size), b.Slice(j * size, size));
                }
            }

            for (; i < m; i++)
            {
                for (int j = from; j < to; j++) products[j * m + i] = One(a.Slice(i * size, size), b.Slice(j * size, size));
            }
        }
    }

    private static void Eight(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int size, int i, int j, Span<float> products, int m)
    {
        ref float first = ref MemoryMarshal.GetReference(a.Slice(i * size, Tall * size)), second = ref MemoryMarshal.GetReference(
            b.Slice(j * size, Wide * size));
        Vector<float> p00 =
            default, p10 = default, p20 = default, p30 = default, p01 = default, p11 = default, p21 = default, p31 = default;
        int whole = size / Vector<float>.Count * Vector<float>.Count;
        for (int k = 0; k < whole; k += Vector<float>.Count)
        {
            Vector<float> left = Vector.LoadUnsafe(ref second, (nuint)k), right = Vector.LoadUnsafe(ref second, (nuint)(size + k));
            var row = Vector.LoadUnsafe(ref first, (nuint)k);
            p00 = Vector.FusedMultiplyAdd(row, left, p00);
            p01 = Vector.FusedMultiplyAdd(row, right, p01);
            row = Vector.LoadUnsafe(ref first, (nuint)(size + k));
            p10 = Vector.FusedMultiplyAdd(row, left, p10);
            p11 = Vector.FusedMultiplyAdd(row, right, p11);
            row = Vector.LoadUnsafe(ref first, (nuint)(2 * size + k));
            p20 = Vector.FusedMultiplyAdd(row, left, p20);
            p21 = Vector.FusedMultiplyAdd(row, right, p21);
            row = Vector.LoadUnsafe(ref first, (nuint)(3 * size + k));
            p30 = Vector.FusedMultiplyAdd(row, left, p30);
            p31 = Vector.FusedMultiplyAdd(row, right, p31);
        }

        var near = b.Slice(j * size + whole, size - whole);
        var far = b.Slice((j + 1) * size + whole, size - whole);
        Span<float> nearSums = products.Slice(j * m + i, Tall), farSums = products.Slice((j + 1) * m + i, Tall);
        Finish(p00, p01, a.Slice(i * size + whole, size - whole), near, far, out nearSums[0], out farSums[0]);
        Finish(p10, p11, a.Slice((i + 1) * size + whole, size - whole), near, far, out nearSums[1], out farSums[1]);
        Finish(p20, p21, a.Slice((i + 2) * size + whole, size - whole), near, far, out nearSums[2], out farSums[2]);
        Finish(p30, p31, a.Slice((i + 3) * size + whole, size - whole), near, far, out nearSums[3], out farSums[3]);
    }

    private static void Finish(
        Vector<float> left,
        Vector<float> right,
        ReadOnlySpan<float> rest,
        ReadOnlySpan<float> near,
        ReadOnlySpan<float> far,
        out float nearSum,
        out float farSum)
    {
        nearSum = Vector.Sum(left) + Rest(rest, near);
        farSum = Vector.Sum(right) + Rest(rest, far);
    }

    /// <summary>A single product, added up in the same order as the eight.</summary>
    private static float One(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float first = ref MemoryMarshal.GetReference(a), second = ref MemoryMarshal.GetReference(b);
        var sum = Vector<float>.Zero;
        int whole = a.Length / Vector<float>.Count * Vector<float>.Count;
        for (int k = 0; k < whole; k += Vector<float>.Count)
        {
            sum = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref first, (nuint)k), Vector.LoadUnsafe(ref second, (nuint)k), sum);
        }

        return Vector.Sum(sum) + Rest(a[whole..], b[whole..]);
    }

    private static float Rest(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => a.Length == 0 ? 0 : TensorPrimitives.Dot(a, b);
}
