using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace MaskClip.Checkpoints;

/// <summary>New tensors out of old ones, computed when they are read.</summary>
internal static class TensorAlgebra
{
    /// <summary>A matrix with rows and columns exchanged.</summary>
    public static CheckpointTensor Transpose(this CheckpointTensor tensor, string name)
    {
        if (tensor.Shape.Count != 2)
        {
            throw new CheckpointException(
                tensor.Path, $"a matrix was expected, its shape is {TensorShape.Text(tensor.Shape)}. Give a CLIP model.", tensor.Name);
        }

        var (rows, columns) = (tensor.Shape[0], tensor.Shape[1]);
        return new CheckpointTensor(tensor.Path, name, tensor.Type, [columns, rows], new TransposedBytes(tensor))
        {
            StoredName = tensor.StoredName,
        };
    }

    /// <summary>Tensors of one shape and type joined along the first axis.</summary>
    public static CheckpointTensor Join(string name, params CheckpointTensor[] parts)
    {
        var first = parts[0];
        foreach (var part in parts)
        {
            if (part.Shape.Count == 0 || part.Type != first.Type || !part.Shape.SequenceEqual(first.Shape))
            {
                throw new CheckpointException(
                    part.Path,
                    $"it is {part.Type} {TensorShape.Text(part.Shape)}, '{first.Name}' is {first.Type} {TensorShape.Text(first.Shape)}; " +
                    "the two belong together and must agree. Convert the checkpoint again.",
                    part.Name);
            }
        }

        var rows = (long)first.Shape[0] * parts.Length;
        if (rows > int.MaxValue) throw new CheckpointException(first.Path, "it is too large to be joined with its neighbors.", first.Name);
        return new CheckpointTensor(first.Path, name, first.Type, [(int)rows, .. first.Shape.Skip(1)], new JoinedBytes(parts))
        {
            StoredName = first.StoredName,
        };
    }

    /// <summary>The same numbers in another shape.</summary>
    public static CheckpointTensor Reshape(this CheckpointTensor tensor, string name, params int[] shape) =>
        TensorShape.TryCount(shape, tensor.Type.Size(), out var count) && count == tensor.Count
            ? new CheckpointTensor(tensor.Path, name, tensor.Type, shape, new WholeBytes(tensor)) { StoredName = tensor.StoredName }
            : throw new CheckpointException(
                tensor.Path,
                $"has shape {TensorShape.Text(tensor.Shape)}; one that can be read as {TensorShape.Text(shape)} is expected.",
                tensor.Name);

    /// <summary>Some rows of a tensor by themselves.</summary>
    public static CheckpointTensor SliceRows(this CheckpointTensor tensor, string name, int from, int count)
    {
        if (tensor.Shape.Count == 0 || from < 0 || count < 0 || from + count > tensor.Shape[0])
        {
            throw new CheckpointException(
                tensor.Path, $"has shape {TensorShape.Text(tensor.Shape)}; {from + count} rows are expected.", tensor.Name);
        }

        long row = tensor.Count / Math.Max(1, tensor.Shape[0]) * tensor.Type.Size();
        return new CheckpointTensor(
            tensor.Path, name, tensor.Type, [count, .. tensor.Shape.Skip(1)], new SlicedBytes(
                new WholeBytes(tensor), (int)(from * row), (int)(count * row)))
        { StoredName = tensor.StoredName };
    }

    /// <summary>A matrix or vector whose rows are each multiplied by a number: LayerScale, taken into the layer before it.</summary>
    /// <param name="tensor">The layer's weight <c>[out, in]</c> or bias <c>[out]</c>.</param>
    /// <param name="factors">A number for each row, <c>[out]</c>.</param>
    public static CheckpointTensor ScaleRows(this CheckpointTensor tensor, CheckpointTensor factors)
    {
        if (factors.Shape.Count != 1 || tensor.Shape.Count == 0 || tensor.Shape[0] != factors.Shape[0])
        {
            throw new CheckpointException(
                tensor.Path,
                $"has shape {TensorShape.Text(factors.Shape)} and '{tensor.Name}' {TensorShape.Text(tensor.Shape)}; the two must agree.",
                factors.Name);
        }

        return new CheckpointTensor(tensor.Path, tensor.Name, ElementType.Float32, [.. tensor.Shape], new ScaledRows(tensor, factors))
        {
            StoredName = tensor.StoredName,
        };
    }

    private sealed class WholeBytes(CheckpointTensor source) : TensorBytes
    {
        public override ReadOnlySpan<byte> Read() => source.Bytes;

        public override IDisposable? Begin() => source.Begin();
    }

    private sealed class ScaledRows(CheckpointTensor source, CheckpointTensor factors) : TensorBytes
    {
        public override ReadOnlySpan<byte> Read()
        {
            float[] values = source.ToArray(), scale = factors.ToArray();
            int row = scale.Length == 0 ? 0 : values.Length / scale.Length;
            for (int i = 0; i < scale.Length; i++)
            {
                var part = values.AsSpan(i * row, row);
                TensorPrimitives.Multiply(part, scale[i], part);
            }

            return MemoryMarshal.AsBytes(values.AsSpan());
        }
    }
}
