using MaskClip.Server.Problems;

namespace MaskClip.Server.Limits;

/// <summary>Bytes of bodies that are in memory while they arrive, of all requests together.</summary>
/// <param name="limit">The most of them.</param>
internal sealed class ReceivingBudget(long limit)
{
    private const int RetryAfter = 2;
    private long used;

    /// <summary>Asks for bytes.</summary>
    /// <exception cref="RequestProblem">There are not so many left.</exception>
    public void Take(long bytes)
    {
        long now = Interlocked.Add(ref used, bytes);
        if (now <= limit) return;
        Interlocked.Add(ref used, -bytes);
        throw RequestProblem.Busy("Too many bytes of requests are being received", now, limit, RetryAfter);
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref used, -bytes);
}
