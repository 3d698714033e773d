using System.Numerics.Tensors;
using MaskClip.Storage;

namespace MaskClip.Scores;

/// <summary>How far patches agree with each other, from the name each has: ResCLIP's semantic feedback attention.</summary>
/// <remarks>
/// As the released code computes it: 1 where two patches have one name, else 0; times <c>exp(-d / D)</c> where the way from one to the
/// other leaves that name (d their Chebyshev distance, D the greatest of the grid); blurred along each row of the matrix by a Gaussian of σ
/// = 5 entries; divided by the row's sum, then by the greatest entry. That code samples the way at multiples of 1 / D of it and looks at
/// the first d samples only, so that short ways are seen as free unless something is very near.
/// </remarks>
internal static class PatchAgreement
{
    private const double Sigma = 5;
    private const float Smallest = 1e-8f;

    /// <summary>The agreement of a grid's patches: <c>[1 + rows·columns, 1 + rows·columns]</c>, zero from and to the class token.</summary>
    /// <param name="labels">Each patch's name, <c>[rows·columns]</c>.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="columns">Columns of the grid.</param>
    /// <param name="threads">Threads that it may take.</param>
    public static float[] Table(int[] labels, int rows, int columns, Parallelism threads)
    {
        int patches = rows * columns, tokens = 1 + patches, longest = Math.Max(rows, columns) - 1;
        var table = new float[checked(tokens * tokens)];
        int[] vertical = Ways(rows, longest), horizontal = Ways(columns, longest);
        float[] decay = [.. Enumerable.Range(0, longest + 1).Select(distance => MathF.Exp(-(float)distance / longest))];
        var kernel = Kernel(patches);
        threads.For(patches, from =>
        {
            var agreement = new float[patches];
            for (int to = 0; to < patches; to++)
            {
                if (labels[to] != labels[from]) continue;
                int y = from / columns, x = from % columns, distance = Math.Max(Math.Abs(to / columns - y), Math.Abs(to % columns - x));
                var down = vertical.AsSpan((y * rows + to / columns) * (longest + 1), distance + 1);
                var along = horizontal.AsSpan((x * columns + to % columns) * (longest + 1), distance + 1);
                agreement[to] = IsFree(labels, columns, labels[from], down, along) ? 1 : decay[distance];
            }

            var row = table.AsSpan((1 + from) * tokens + 1, patches);
            Blur(agreement, kernel, row);
            TensorPrimitives.Divide(row, TensorPrimitives.Sum<float>(row) + Smallest, row);
        });
        TensorPrimitives.Divide(table, TensorPrimitives.Max<float>(table), table);
        return table;
    }

    private static bool IsFree(int[] labels, int columns, int label, ReadOnlySpan<int> down, ReadOnlySpan<int> along)
    {
        for (int i = 1; i < down.Length; i++)
        {
            if (labels[down[i] * columns + along[i]] != label) return false;
        }

        return true;
    }

    /// <summary>
    /// Where the ways between any two places of a side are after each sample: <c>[side, side, longest + 1]</c>; rounded to even, in single
    /// precision.
    /// </summary>
    private static int[] Ways(int side, int longest)
    {
        var ways = new int[side * side * (longest + 1)];
        for (int i = 0; i < ways.Length; i++)
        {
            int from = i / (longest + 1) / side, to = i / (longest + 1) % side;
            float share = longest == 0 ? 0 : (float)(i % (longest + 1)) / longest;
            ways[i] = (int)MathF.Round(from * (1 - share) + to * share);
        }

        return ways;
    }

    private static float[] Kernel(int patches)
    {
        int size = Math.Min(patches, (int)(6 * Sigma + 1)) | 1;
        double[] powers = [.. Enumerable.Range(-(size / 2), size).Select(i => Math.Exp(-i * i / (2 * Sigma * Sigma)))];
        return [.. powers.Select(power => (float)(power / powers.Sum()))];
    }

    private static void Blur(ReadOnlySpan<float> values, float[] kernel, Span<float> result)
    {
        int half = kernel.Length / 2;
        for (int tap = 0; tap < kernel.Length; tap++)
        {
            int shift = tap - half, first = Math.Max(0, -shift), end = Math.Min(values.Length, values.Length - shift);
            if (first >= end) continue;
            var part = result[first..end];
            TensorPrimitives.MultiplyAdd(values[(first + shift)..(end + shift)], kernel[tap], part, part);
        }
    }
}
