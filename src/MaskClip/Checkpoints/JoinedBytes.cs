namespace MaskClip.Checkpoints;

/// <summary>Tensors one after the other along their first axis: copied on every read.</summary>
internal sealed class JoinedBytes(params CheckpointTensor[] parts) : TensorBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read()
    {
        var target = new byte[parts.Sum(part => part.Count * part.Type.Size())];
        var position = 0;
        foreach (var part in parts)
        {
            var bytes = part.Bytes;
            bytes.CopyTo(target.AsSpan(position));
            position += bytes.Length;
        }

        return target;
    }
}
