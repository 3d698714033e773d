using System.Diagnostics.Tracing;

namespace MaskClip.Testing;

/// <summary>Watches on which threads parallel loops run that a test begins, by what the runtime itself reports of them.</summary>
/// <remarks>Other tests' loops are told apart by an <see cref="AsyncLocal{T}"/>, which flows into a loop's threads.</remarks>
internal sealed class ParallelLoops : EventListener
{
    private const int Fork = 5, Join = 6;

    private static readonly AsyncLocal<ParallelLoops?> Current = new();

    private readonly Lock gate = new();
    private readonly Dictionary<int, int> working = [];

    private ParallelLoops() => Current.Value = this;

    /// <summary>The most threads that were in a loop at the same time.</summary>
    public int Most { get; private set; }

    /// <summary>
    /// Runs something and gives the most threads on which its parallel loops, those inside of others included, ran at the same time; 0
    /// without any.
    /// </summary>
    public static int Watch(Action work)
    {
        using var loops = new ParallelLoops();
        try
        {
            work();
        }
        finally
        {
            Current.Value = null;
        }

        return loops.Most;
    }

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Threading.Tasks.Parallel.EventSource" or "System.Linq.Parallel.PlinqEventSource")
            EnableEvents(eventSource, EventLevel.Verbose);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (Current.Value != this || eventData.EventId is not (Fork or Join)) return;
        int thread = Environment.CurrentManagedThreadId, change = eventData.EventId == Fork ? 1 : -1;
        lock (gate)
        {
            // A thread that is in a loop inside of another is one thread.
            int depth = working.GetValueOrDefault(thread) + change;
            if (depth > 0) working[thread] = depth;
            else working.Remove(thread);
            Most = Math.Max(Most, working.Count);
        }
    }
}
