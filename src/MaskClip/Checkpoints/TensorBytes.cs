namespace MaskClip.Checkpoints;

/// <summary>Where the contiguous bytes of a tensor come from; reading happens when they are asked for.</summary>
internal abstract class TensorBytes
{
    /// <summary>The bytes in row-major order, little endian. Valid while the checkpoint is open, or a call that was begun.</summary>
    public abstract ReadOnlySpan<byte> Read();

    /// <summary>Keeps the file mapped under a reading until it ends, although the checkpoint is disposed meanwhile.</summary>
    /// <returns>What ends it; <see langword="null"/> where there is no file below.</returns>
    /// <exception cref="ObjectDisposedException">The checkpoint was disposed.</exception>
    public virtual IDisposable? Begin() => null;
}
