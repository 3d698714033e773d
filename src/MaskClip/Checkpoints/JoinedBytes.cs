namespace MaskClip.Checkpoints;

/// <summary>Tensors one after the other along their first axis: copied on every read.</summary>
internal sealed class JoinedBytes(params CheckpointTensor[] parts) : TensorBytes
{
    /// <summary>The tensor that holds just these rows of the whole; <see langword="null"/> when none does.</summary>
    public CheckpointTensor? PartOf(int from, int count)
    {
        int rows = parts[0].Shape[0];
        return count == rows && from % rows == 0 && from / rows < parts.Length ? parts[from / rows] : null;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read()
    {
        var target = GC.AllocateUninitializedArray<byte>(checked((int)parts.Sum(part => part.Count * part.Type.Size())));
        var position = 0;
        foreach (var part in parts)
        {
            using var call = part.Begin();
            var bytes = part.Bytes;
            bytes.CopyTo(target.AsSpan(position));
            position += bytes.Length;
        }

        return target;
    }
}
