using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;

namespace MaskClip.Training.Bridge.Features;

/// <summary>Reads rows of fp16 tensors.</summary>
internal static class FeatureReader
{
    /// <summary>Reads a row of a matrix.</summary>
    public static void Row(CheckpointTensor tensor, int row, Span<float> values)
    {
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(tensor.Bytes).Slice(row * values.Length, values.Length), values);
        GC.KeepAlive(tensor); // its bytes are mapped only as long
    }

    /// <summary>
    /// Root of the mean square of the first rows of matrices: what vectors are divided by for training, so that networks of any scale are
    /// trained alike.
    /// </summary>
    public static double Scale(IEnumerable<CheckpointTensor> tensors)
    {
        double sum = 0;
        long numbers = 0;
        foreach (var tensor in tensors)
        {
            var row = new float[tensor.Shape[1]];
            Row(tensor, 0, row);
            sum += TensorPrimitives.SumOfSquares<float>(row);
            numbers += row.Length;
        }

        return sum > 0 && double.IsFinite(sum) ? Math.Sqrt(sum / numbers) : 1;
    }
}
