using System.Diagnostics;
using MaskClip.Server.Problems;

namespace MaskClip.Server.Limits;

/// <summary>So much work at once, so much that waits, and a plain refusal for the rest.</summary>
/// <param name="what">What the work is, for the refusal.</param>
/// <param name="concurrency">How much is done at once.</param>
/// <param name="length">How much may wait.</param>
internal sealed class WorkQueue(string what, int concurrency, int length) : IDisposable
{
    private const double Weight = 0.2;
    private readonly SemaphoreSlim places = new(concurrency);
    private int waiting;

    // The mean time of the last works, from which the time is told after which to try again.
    private double seconds = 1;

    /// <summary>How much waits at this moment.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Does work when its turn comes, on a thread of the pool.</summary>
    /// <param name="work">The work, which computes.</param>
    /// <param name="cancellationToken">Stops the waiting and, where it looks, the work.</param>
    /// <param name="accepted">Whether it belongs to a request that was accepted, and so is not refused half-way.</param>
    /// <exception cref="RequestProblem">Too much waits already.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken, bool accepted = false)
    {
        if (!places.Wait(0, CancellationToken.None)) await WaitAsync(accepted, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            seconds += Weight * (Stopwatch.GetElapsedTime(start).TotalSeconds - seconds);
            places.Release();
        }
    }

    /// <summary>Accepts a request whose works come one after the other, unless too much waits.</summary>
    /// <exception cref="RequestProblem">Too much waits already.</exception>
    public void Admit()
    {
        if (places.CurrentCount == 0 && Waiting >= length) throw Full(Waiting + 1);
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task WaitAsync(bool accepted, CancellationToken cancellationToken)
    {
        int position = Interlocked.Increment(ref waiting);
        try
        {
            if (position > length && !accepted) throw Full(position);

            await places.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    private RequestProblem Full(int position)
    {
        int later = (int)Math.Clamp(Math.Ceiling(seconds * position / concurrency), 1, 300);
        return RequestProblem.Busy($"Too many {what} are waiting", position, length, later);
    }
}
