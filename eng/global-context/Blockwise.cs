using System.Numerics.Tensors;

/// <summary>Softmax over keys, which come in blocks.</summary>
internal static class Blockwise
{
    /// <summary>Adds attention of one query over blocks of keys to a sum.</summary>
    public static void Attend(
        Action<int, float[]> logits, float[][] values, int width, int from, float[] room, Span<float> sum)
    {
        float highest = float.NegativeInfinity, weight = 0;
        var own = new float[sum.Length];
        for (int b = 0; b < values.Length; b++)
        {
            logits(b, room);
            float top = Math.Max(highest, TensorPrimitives.Max<float>(room)), before = MathF.Exp(highest - top);
            TensorPrimitives.Multiply(own, before, own);
            weight *= before;
            highest = top;
            TensorPrimitives.Subtract(room, top, room);
            TensorPrimitives.Exp(room, room);
            weight += TensorPrimitives.Sum<float>(room);
            var block = values[b];
            for (int j = 0; j < room.Length; j++)
                TensorPrimitives.MultiplyAdd(block.AsSpan(j * width + from, own.Length), room[j], own, own);
        }

        TensorPrimitives.MultiplyAdd(own, 1 / weight, sum, sum);
    }
}
