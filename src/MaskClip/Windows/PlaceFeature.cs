using System.Numerics.Tensors;
using MaskClip.Model;

namespace MaskClip.Windows;

/// <summary>The feature of a place of a photo: the mean of the features, enlarged to its pixels, over a box of them.</summary>
internal static class PlaceFeature
{
    /// <summary>The mean over a box, of unit length.</summary>
    /// <param name="plans">The passes.</param>
    /// <param name="windows">Features by pass, row of windows and window.</param>
    /// <param name="box">The box.</param>
    /// <param name="photo">The photo that it lies in.</param>
    /// <param name="size">Length of a feature.</param>
    public static float[] Mean(IReadOnlyList<PassPlan> plans, GridFeatures[][][] windows, PixelBox box, RgbImage photo, int size)
    {
        var sum = new float[size];
        for (int pass = 0; pass < plans.Count; pass++)
        {
            var plan = plans[pass];
            double[] down = Shares(AxisTaps.Create(plan.Rows, plan.Direct, mirrored: false, photo.Height), plan.Rows, box.Y, box.Height);
            double[] across = Shares(
                AxisTaps.Create(plan.Columns, plan.Direct, plan.Mirrored, photo.Width), plan.Columns, box.X, box.Width);
            for (int y = 0; y < down.Length; y++)
            {
                if (down[y] == 0) continue;
                var row = windows[pass][y / plan.Rows.Cells];
                for (int x = 0; x < across.Length; x++)
                {
                    if (across[x] == 0) continue;
                    int position = y % plan.Rows.Cells * plan.Columns.Cells + x % plan.Columns.Cells;
                    var feature = row[x / plan.Columns.Cells].Features.Span.Slice(position * size, size);
                    TensorPrimitives.MultiplyAdd(feature, (float)(down[y] * across[x]), sum, sum);
                }
            }
        }

        return UnitLength.Of(sum);
    }

    // What is enlarged along rows and columns alone has a mean over a box that is one along rows and columns too.
    private static double[] Shares(AxisTaps taps, WindowAxis axis, int from, int length)
    {
        var shares = new double[axis.Starts.Count * axis.Cells];
        for (int pixel = from; pixel < from + length; pixel++)
        {
            var indices = taps.Indices(pixel);
            var weights = taps.Weights(pixel);
            for (int i = 0; i < indices.Length; i++) shares[indices[i]] += weights[i];
        }

        for (int i = 0; i < shares.Length; i++) shares[i] /= length;
        return shares;
    }
}
