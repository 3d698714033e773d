namespace MaskClip.Checkpoints;

/// <summary>Where the contiguous bytes of a tensor come from; reading happens when they are asked for.</summary>
internal abstract class TensorBytes
{
    /// <summary>The bytes in row-major order, little endian. Valid while the checkpoint is open.</summary>
    public abstract ReadOnlySpan<byte> Read();
}
