using System.Collections.Concurrent;

namespace MaskClip.Testing;

/// <summary>Calls something from many threads while it is disposed.</summary>
internal static class Hammer
{
    private const int Threads = 16;

    /// <summary>Calls from sixteen threads until each was refused; fails where one ends otherwise.</summary>
    /// <param name="calls">What the threads do, in turn.</param>
    /// <param name="delay">Milliseconds after which it is disposed.</param>
    /// <param name="dispose">Disposes it; called by two threads.</param>
    public static async Task Until(Action[] calls, int delay, Action dispose)
    {
        var errors = new ConcurrentBag<Exception>();
        using var begun = new CountdownEvent(Threads);
        var threads = Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(() =>
        {
            begun.Signal();
            try
            {
                while (true) calls[i % calls.Length]();
            }
            catch (Exception error)
            {
                errors.Add(error);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        begun.Wait(TestContext.Current.CancellationToken);
        await Task.Delay(delay, TestContext.Current.CancellationToken);
        Parallel.Invoke(dispose, dispose);
        await Task.WhenAll(threads).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.All(errors, error => Assert.IsType<ObjectDisposedException>(error));
        Assert.Equal(Threads, errors.Count);
    }
}
