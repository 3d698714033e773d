namespace MaskClip.Checkpoints;

/// <summary>A tensor that lies contiguously in mapped bytes: nothing is copied.</summary>
internal sealed class MappedRange(MappedBytes bytes, long offset, int length) : TensorBytes
{
    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read() => bytes.Slice(offset, length);

    /// <inheritdoc/>
    public override IDisposable Begin() => bytes.Begin();
}
