namespace MaskClip.Checkpoints;

/// <summary>A view of a storage that is not contiguous (a transposed or sliced tensor): gathered into a copy on every read.</summary>
/// <remarks>The caller has checked that every index lies within the source.</remarks>
internal sealed class StridedView(TensorBytes source, long offset, int[] shape, long[] strides, int elementSize) : TensorBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read()
    {
        if (!TensorShape.TryCount(shape, elementSize, out var count)) throw new InvalidOperationException("The shape was not checked.");
        var target = new byte[count * elementSize];
        if (count == 0) return target;
        using var call = source.Begin();
        var from = source.Read();
        var index = new int[shape.Length];
        var position = offset;
        for (var to = 0; to < target.Length; to += elementSize)
        {
            from.Slice(checked((int)(position * elementSize)), elementSize).CopyTo(target.AsSpan(to));
            // Counts like an odometer: the last dimension runs fastest.
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                position += strides[axis];
                if (++index[axis] < shape[axis]) break;
                position -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return target;
    }
}
