using System.Collections.Concurrent;

namespace MaskClip.Tests.Models;

/// <summary>A clock on which pauses between retries end at once, and patience ends when the test says so.</summary>
internal sealed class EagerTime : TimeProvider
{
    private readonly ConcurrentQueue<TestTimer> patient = new();

    /// <summary>The pauses that were asked for, in seconds.</summary>
    public ConcurrentQueue<double> Pauses { get; } = new();

    /// <summary>How often a running patience was set to begin anew.</summary>
    public int Renewals { get; private set; }

    /// <summary>Lets every running patience end.</summary>
    public void RunOut()
    {
        while (patient.TryDequeue(out var timer)) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, callback, state);
        if (dueTime >= MaskClip.Models.ResumableDownload.Patience)
        {
            patient.Enqueue(timer);
        }
        else
        {
            Pauses.Enqueue(dueTime.TotalSeconds);
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        }

        return timer;
    }

    private sealed class TestTimer(EagerTime clock, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool disposed;

        public void Fire()
        {
            if (!disposed) callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= MaskClip.Models.ResumableDownload.Patience) clock.Renewals++;
            return !disposed;
        }

        public void Dispose() => disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
