namespace MaskClip.Storage;

/// <summary>Something that is opened when it is first needed. Where opening fails, the next caller tries again: a full disk may have room by then.</summary>
/// <param name="open">Opens it.</param>
internal sealed class OpenedOnce<T>(Func<T> open) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock gate = new();
    private T? value;

    /// <summary>What was opened; other threads wait for the one that opens it.</summary>
    public T Value
    {
        get
        {
            if (Volatile.Read(ref value) is { } opened) return opened;
            lock (gate) return value ??= open();
        }
    }

    /// <summary>Disposes what was opened. Nobody may ask for it any more.</summary>
    public void Dispose() => value?.Dispose();
}
