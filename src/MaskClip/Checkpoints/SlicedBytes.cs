namespace MaskClip.Checkpoints;

/// <summary>A contiguous part of other bytes.</summary>
/// <param name="source">The whole.</param>
/// <param name="offset">The part's first byte.</param>
/// <param name="length">Its bytes.</param>
internal sealed class SlicedBytes(TensorBytes source, int offset, int length) : TensorBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read() => source.Read().Slice(offset, length);

    /// <inheritdoc/>
    public override IDisposable? Begin() => source.Begin();
}
