using System.Numerics.Tensors;
using MaskClip.Evaluation.Sampling;

namespace MaskClip.Evaluation.Corruptions;

/// <summary>The disk that a point becomes out of focus, its edge softened; and the convolution with it.</summary>
internal sealed class DefocusKernel
{
    private readonly int radius;
    private readonly float[] weights;

    private DefocusKernel(int radius, float[] weights)
    {
        this.radius = radius;
        this.weights = weights;
    }

    private int Side => 2 * radius + 1;

    /// <summary>Creates a disk, blurred with a 3x3 Gaussian (5x5 above radius 8), in single precision as OpenCV does.</summary>
    public static DefocusKernel Create(int diskRadius, double aliasBlur)
    {
        int radius = Math.Max(diskRadius, 8), side = 2 * radius + 1, reach = diskRadius <= 8 ? 1 : 2;
        var disk = new float[side * side];
        for (int y = -radius; y <= radius; y++)
        {
            for (int x = -radius; x <= radius; x++)
            {
                if (x * x + y * y <= diskRadius * diskRadius) disk[(y + radius) * side + x + radius] = 1;
            }
        }

        float area = disk.Sum();
        for (int i = 0; i < disk.Length; i++) disk[i] /= area;

        var distances = Enumerable.Range(-reach, 2 * reach + 1);
        double[] shares = [.. distances.Select(x => PortableMath.Exp(-0.5 * x * x / (aliasBlur * aliasBlur)))];
        float[] gaussian = [.. shares.Select(share => (float)(share / shares.Sum()))];
        return new DefocusKernel(radius, Transpose(Smooth(Transpose(Smooth(disk, side, gaussian), side), side, gaussian), side));
    }

    /// <summary>Convolves a plane.</summary>
    public double[] Apply(double[] plane, int width, int height)
    {
        var filtered = new double[plane.Length];
        var padded = new double[width + 2 * radius];
        for (int from = -radius; from < height + radius; from++)
        {
            // One row of the plane, continued by mirroring, goes into all rows within reach.
            var row = plane.AsSpan(Mirror.Of(from, height) * width, width);
            for (int x = 0; x < padded.Length; x++) padded[x] = row[Mirror.Of(x - radius, width)];
            for (int ky = 0; ky < Side; ky++)
            {
                int y = from + radius - ky;
                if (y < 0 || y >= height) continue;
                var to = filtered.AsSpan(y * width, width);
                for (int kx = 0; kx < Side; kx++)
                {
                    double weight = weights[ky * Side + kx];
                    if (weight != 0) TensorPrimitives.MultiplyAdd(padded.AsSpan(kx, width), weight, to, to);
                }
            }
        }

        return filtered;
    }

    private static float[] Smooth(float[] square, int side, float[] gaussian)
    {
        int reach = gaussian.Length / 2;
        var smooth = new float[square.Length];
        for (int i = 0; i < square.Length; i++)
        {
            int x = i % side, row = i - x;
            for (int d = -reach; d <= reach; d++) smooth[i] += gaussian[d + reach] * square[row + Mirror.Of(x + d, side)];
        }

        return smooth;
    }

    private static float[] Transpose(float[] square, int side)
    {
        var turned = new float[square.Length];
        for (int i = 0; i < square.Length; i++) turned[i % side * side + i / side] = square[i];
        return turned;
    }
}
