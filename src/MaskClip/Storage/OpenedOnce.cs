namespace MaskClip.Storage;

/// <summary>
/// Something that is opened when it is first needed. Where opening fails, the next caller tries again: a full disk may have room by then.
/// </summary>
/// <param name="open">Opens it.</param>
internal sealed class OpenedOnce<T>(Func<T> open) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock gate = new();
    private Task<T>? opening;

    /// <summary>What was opened, if it is.</summary>
    public T? Opened => Volatile.Read(ref opening) is { IsCompletedSuccessfully: true } done ? done.Result : null;

    /// <summary>What was opened; several callers wait for one opening.</summary>
    /// <param name="cancellationToken">Ends the wait. The opening goes on, for those who come later; where it is cancelled already nothing
    /// begins.</param>
    public T Get(CancellationToken cancellationToken = default)
    {
        if (Opened is { } done) return done;
        cancellationToken.ThrowIfCancellationRequested();
        Task<T> task;
        lock (gate)
        {
            // A thread of its own: callers may hold all of the pool's.
            if (opening is null or { IsFaulted: true } or { IsCanceled: true })
                opening = Task.Factory.StartNew(open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            task = opening;
        }

        return task.WaitAsync(cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Disposes what was opened, or is being opened. Nobody may ask for it any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            _ = opening?.ContinueWith(
                task => task.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }
}
