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
        return new CheckpointTensor(tensor.Path, name, tensor.Type, [columns, rows], new TransposedBytes(tensor)) { StoredName = tensor.StoredName };
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
        if (rows > int.MaxValue) throw new CheckpointException(first.Path, "it is too large to be joined with its neighbours.", first.Name);
        return new CheckpointTensor(first.Path, name, first.Type, [(int)rows, .. first.Shape.Skip(1)], new JoinedBytes(parts)) { StoredName = first.StoredName };
    }
}
