namespace MaskClip.Server.Photos;

/// <summary>Work that several wait for is done once, and is stopped when nobody waits any more.</summary>
/// <typeparam name="T">What it gives.</typeparam>
internal sealed class SharedWork<T>
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Running> running = new(StringComparer.Ordinal);

    /// <summary>Waits for work that is under way, or begins it.</summary>
    /// <param name="key">What work is the same.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops the waiting; the last that waits stops the work.</param>
    public async Task<T> RunAsync(string key, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Running mine;
        lock (gate)
        {
            if (!running.TryGetValue(key, out mine!))
            {
                mine = new Running();
                running.Add(key, mine);
                mine.Result = Task.Run(() => work(mine.Stop.Token), CancellationToken.None);
            }

            mine.Waiting++;
        }

        try
        {
            return await mine.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(key, mine);
        }
    }

    private void Leave(string key, Running mine)
    {
        lock (gate)
        {
            if (--mine.Waiting > 0) return;
            if (running.TryGetValue(key, out var known) && known == mine) running.Remove(key);
        }

        mine.Stop.Cancel();
        _ = mine.Result.ContinueWith(
            done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private sealed class Running
    {
        public Task<T> Result { get; set; } = null!;

        public CancellationTokenSource Stop { get; } = new();

        public int Waiting { get; set; }
    }
}
