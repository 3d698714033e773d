namespace MaskClip.Storage;

/// <summary>
/// Keeps native memory until it was disposed and the last call that uses it is done: nothing is freed under a running call.
/// </summary>
/// <remarks>
/// It counts as <see cref="System.Runtime.InteropServices.SafeHandle"/> does. Disposing never waits, so it cannot block on a call that
/// waits for the disposing thread. The last call to end frees the memory. A call costs two interlocked operations.
/// </remarks>
/// <param name="free">Frees the memory; called once.</param>
/// <param name="refusal">What later calls are told.</param>
internal sealed class Lease(Action free, string refusal = Lease.Refusal) : IDisposable
{
    // The sign says that it was disposed, the other bits count running calls.
    private const int Disposed = int.MinValue;

    /// <summary>What later calls of a model are told.</summary>
    public const string Refusal = "The model was disposed. Load it again, or dispose it after the last call.";

    private int state;
    private int freed;

    /// <summary>Whether it was disposed: no call can begin any more.</summary>
    public bool IsDisposed => Volatile.Read(ref state) < 0;

    /// <summary>Begins a call.</summary>
    /// <returns>What ends the call when it is disposed, once.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Call Begin()
    {
        if (Interlocked.Increment(ref state) >= 0) return new Call(this);
        End();
        throw new ObjectDisposedException(null, refusal);
    }

    /// <summary>Refuses further calls, and frees the memory unless a call is running: then that call frees it when it ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref state, Disposed) == 0) Free();
    }

    private void End()
    {
        if (Interlocked.Decrement(ref state) == Disposed) Free();
    }

    // A call that is refused counts for a moment, so that two threads may see the last call end.
    private void Free()
    {
        if (Interlocked.Exchange(ref freed, 1) == 0) free();
    }

    /// <summary>A running call.</summary>
    public readonly struct Call(Lease lease) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => lease.End();
    }
}
