using System.Numerics;
using MaskClip.Storage;

namespace MaskClip.Edges;

/// <summary>
/// Pixel-adaptive mask refinement (PAMR): every iteration replaces each pixel's scores by a mean over neighbors, weighted by how alike
/// their colors are.
/// </summary>
/// <remarks>
/// N. Araslanov and S. Roth, Single-Stage Semantic Segmentation from Image Labels, CVPR 2020, as NACLIP's <c>pamr.py</c> computes it: for
/// the eight neighbors n of a pixel at every dilation, <c>k_n = mean over channels of -|I_n - I| / (0.1 σ + 1e-8)</c>, σ being the sample
/// deviation (n - 1) over the pixel, counted once a dilation, and its neighbors; weights are the softmax of k over all neighbors; borders
/// are replicated. Weights sum to one: refined scores are means of scores, and probabilities stay probabilities.
/// </remarks>
internal sealed class Pamr
{
    // One pass over the weights, which are what memory must deliver, serves so many planes.
    private const int Group = 4;

    private readonly Affinity affinity;
    private readonly int iterations;
    private readonly Parallelism threads;
    private readonly PaddedPlanes former;
    private readonly PaddedPlanes next;
    private readonly int[] offsets;

    /// <summary>Computes the weights of a picture.</summary>
    /// <param name="image"><c>[3, height, width]</c>; any scale, as weights do not depend on it.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="iterations">At least 1.</param>
    /// <param name="dilations">Distances of neighbors in pixels.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <param name="buffers">Rents its arrays, which are needed as long as this is used; <see langword="null"/> allocates them.</param>
    public Pamr(
        ReadOnlySpan<float> image,
        int height,
        int width,
        int iterations,
        IReadOnlyList<int> dilations,
        Parallelism threads,
        RentedBuffers? buffers = null)
    {
        this.iterations = iterations;
        this.threads = threads;
        int border = dilations.Max();
        affinity = new Affinity(image, height, width, dilations, threads, buffers);
        former = new PaddedPlanes(Group, height, width, border, buffers);
        next = new PaddedPlanes(Group, height, width, border, buffers);
        offsets = affinity.Offsets(former.Stride);
    }

    /// <summary>How far a pixel's scores can spread, in pixels.</summary>
    public static int Reach(PamrOptions options) => options.Iterations * options.Dilations.Max();

    /// <summary>Refines planes.</summary>
    /// <param name="planes"><c>[c, height, width]</c>.</param>
    /// <param name="image"><c>[3, height, width]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="iterations">At least 1.</param>
    /// <param name="dilations">Distances of neighbors in pixels.</param>
    /// <param name="threads">Threads that it may take.</param>
    /// <returns>New planes of the same shape.</returns>
    public static float[] Refine(
        ReadOnlySpan<float> planes,
        ReadOnlySpan<float> image,
        int height,
        int width,
        int iterations,
        IReadOnlyList<int> dilations,
        Parallelism threads)
    {
        var result = planes.ToArray();
        new Pamr(image, height, width, iterations, dilations, threads).Refine(result);
        return result;
    }

    /// <summary>
    /// Resizes planes as <c>pamr.py</c> does before it refines them: bilinear, corners on corners (<c>align_corners=True</c>).
    /// </summary>
    /// <param name="planes"><c>[c, height, width]</c>.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="newHeight">New rows.</param>
    /// <param name="newWidth">New columns.</param>
    public static float[] Stretch(ReadOnlySpan<float> planes, int height, int width, int newHeight, int newWidth)
    {
        int count = planes.Length / (height * width);
        var result = new float[count * newHeight * newWidth];
        for (int i = 0; i < result.Length; i++)
        {
            var plane = planes.Slice(i / (newHeight * newWidth) * height * width, height * width);
            var (top, bottom, down) = Corner(i / newWidth % newHeight, height, newHeight);
            var (left, right, along) = Corner(i % newWidth, width, newWidth);
            float upper = plane[top * width + left] + along * (plane[top * width + right] - plane[top * width + left]);
            float lower = plane[bottom * width + left] + along * (plane[bottom * width + right] - plane[bottom * width + left]);
            result[i] = upper + down * (lower - upper);
        }

        return result;
    }

    /// <summary>Refines planes <c>[c, height, width]</c> in place.</summary>
    public void Refine(Span<float> planes)
    {
        int size = affinity.Height * affinity.Width;
        for (int at = 0; at < planes.Length; at += Group * size)
        {
            var group = planes.Slice(at, Math.Min(Group * size, planes.Length - at));
            former.Fill(group);
            for (int i = 0; i < iterations; i++) Spread(group.Length / size, i % 2 == 0 ? former : next, i % 2 == 0 ? next : former);
            (iterations % 2 == 0 ? former : next).CopyTo(group);
        }
    }

    private static (int First, int Second, float Fraction) Corner(int i, int old, int size)
    {
        double position = size > 1 ? (double)i * (old - 1) / (size - 1) : 0;
        int first = (int)position;
        return (first, Math.Min(first + 1, old - 1), (float)(position - first));
    }

    private void Spread(int count, PaddedPlanes from, PaddedPlanes to)
    {
        from.Pad(count);
        const int Rows = 16;
        threads.For((affinity.Height + Rows - 1) / Rows, chunk =>
        {
            int end = Math.Min((chunk + 1) * Rows, affinity.Height);
            for (int y = chunk * Rows; y < end; y++)
            {
                if (count == Group) SpreadFour(y, from, to);
                else for (int plane = 0; plane < count; plane++) SpreadOne(y, plane, from, to);
            }
        });
    }

    private unsafe void SpreadFour(int y, PaddedPlanes from, PaddedPlanes to)
    {
        fixed (float* weights = affinity.Weights, source = from.Values, target = to.Values)
        fixed (int* offsets = this.offsets)
        {
            int neighbors = affinity.Neighbors, stride = affinity.Stride;
            nint plane = from.PlaneSize;
            var weight = weights + (nint)y * neighbors * stride;
            float* row = source + from.At(0, y), result = target + to.At(0, y);
            for (int x = 0; x < affinity.Width; x += Vector<float>.Count)
            {
                Vector<float> a = default, b = default, c = default, d = default;
                for (int n = 0; n < neighbors; n++)
                {
                    var w = Vector.Load(weight + n * stride + x);
                    var at = row + offsets[n] + x;
                    a = Vector.MultiplyAddEstimate(w, Vector.Load(at), a);
                    b = Vector.MultiplyAddEstimate(w, Vector.Load(at + plane), b);
                    c = Vector.MultiplyAddEstimate(w, Vector.Load(at + 2 * plane), c);
                    d = Vector.MultiplyAddEstimate(w, Vector.Load(at + 3 * plane), d);
                }

                a.Store(result + x);
                b.Store(result + plane + x);
                c.Store(result + 2 * plane + x);
                d.Store(result + 3 * plane + x);
            }
        }
    }

    private unsafe void SpreadOne(int y, int plane, PaddedPlanes from, PaddedPlanes to)
    {
        fixed (float* weights = affinity.Weights, source = from.Values, target = to.Values)
        fixed (int* offsets = this.offsets)
        {
            var weight = weights + (nint)y * affinity.Neighbors * affinity.Stride;
            float* row = source + from.At(plane, y), result = target + to.At(plane, y);
            for (int x = 0; x < affinity.Width; x += Vector<float>.Count)
            {
                Vector<float> sum = default;
                for (int n = 0; n < affinity.Neighbors; n++)
                {
                    sum = Vector.MultiplyAddEstimate(Vector.Load(weight + n * affinity.Stride + x), Vector.Load(row + offsets[n] + x), sum);
                }

                sum.Store(result + x);
            }
        }
    }
}
