using System.Runtime.ExceptionServices;

namespace MaskClip.Storage;

/// <summary>
/// On how many threads a call may compute. It goes through the call as a parameter: whoever divides work takes no more threads than it is
/// given.
/// </summary>
/// <remarks>
/// Results never depend on it. <see langword="default"/> is one thread per core. All loops of this library go through here.
/// </remarks>
public readonly record struct Parallelism
{
    private readonly int threads;

    private Parallelism(int threads) => this.threads = threads;

    /// <summary>The calling thread and no other.</summary>
    public static Parallelism One { get; } = new(1);

    /// <summary>The greatest number of threads that compute at the same time, the calling one included; 1 or more.</summary>
    public int Degree => threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>What <see cref="SegmenterOptions.Threads"/> says.</summary>
    /// <param name="threads">Threads; 0 is one per core.</param>
    public static Parallelism Of(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return new(threads);
    }

    /// <summary>The lower of two limits.</summary>
    public Parallelism AtMost(Parallelism other) => new(Math.Min(Degree, other.Degree));

    /// <summary>
    /// What each of several parts may use that are worked on at the same time. Loops inside a part would otherwise multiply the threads.
    /// </summary>
    /// <param name="parts">Parts; 1 or more.</param>
    internal Parallelism Among(int parts) => new(Math.Max(1, Degree / Math.Max(1, parts)));

    /// <summary>Does a range of work, in any order.</summary>
    /// <param name="count">Number of parts.</param>
    /// <param name="work">Does one part.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    /// <remarks>What a part throws comes out as it is; of several, the first.</remarks>
    internal void For(int count, Action<int> work, CancellationToken cancellationToken = default)
    {
        if (Degree == 1 || count <= 1)
        {
            for (int i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Degree, CancellationToken = cancellationToken }, work);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
