namespace MaskClip.Training.Photos;

/// <summary>
/// Makes a numbered sequence ahead of its use: on several threads, handed out in order, never more than a given number ahead.
/// </summary>
/// <typeparam name="T">What is made.</typeparam>
/// <param name="make">Makes the item of a number; must not depend on what else was made.</param>
/// <param name="from">The first number.</param>
/// <param name="to">The number after the last.</param>
/// <param name="ahead">Maximum number of items under way or waiting, at least 1.</param>
/// <param name="cancellationToken">Stops the making.</param>
internal sealed class Prefetch<T>(Func<long, CancellationToken, T> make, long from, long to, int ahead, CancellationToken cancellationToken)
    : IDisposable
{
    private readonly Queue<Task<T>> made = new();
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private long next = from;

    /// <summary>The next item; waits for it where it is not yet made.</summary>
    /// <exception cref="InvalidOperationException">The sequence is at its end.</exception>
    public T Take()
    {
        Fill();
        var item = made.Count > 0
            ? made.Dequeue().GetAwaiter().GetResult()
            : throw new InvalidOperationException($"There is no item after {to - 1}.");
        Fill();
        return item;
    }

    /// <summary>Stops what is under way and waits for it.</summary>
    public void Dispose()
    {
        stop.Cancel();
        try
        {
            Task.WaitAll([.. made], CancellationToken.None);
        }
        catch (AggregateException)
        {
            // nobody takes these any more
        }

        stop.Dispose();
    }

    private void Fill()
    {
        while (made.Count < ahead && next < to)
        {
            long number = next++;
            made.Enqueue(Task.Run(() => make(number, stop.Token), stop.Token));
        }
    }
}
