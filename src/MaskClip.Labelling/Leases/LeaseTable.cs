namespace MaskClip.Labelling.Leases;

/// <summary>Which worker holds which shard, and until when.</summary>
/// <remarks>
/// Time is counted from one moment to another and never read off a clock's face, so a clock that is set back or forward changes nothing.
/// For one thread at a time.
/// </remarks>
public sealed class LeaseTable
{
    private readonly TimeSpan leaseTime;
    private readonly TimeProvider time;
    private readonly Dictionary<int, (string Worker, long Since)> held = [];
    private readonly Queue<int> waiting = new();
    private readonly HashSet<int> left = [];

    /// <summary>Creates a table.</summary>
    /// <param name="shards">The shards that are not done, in the order in which they are handed out.</param>
    /// <param name="leaseTime">How long a lease lasts that is not renewed.</param>
    /// <param name="time">What measures time; <see langword="null"/> takes the system's.</param>
    public LeaseTable(IEnumerable<int> shards, TimeSpan leaseTime, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(leaseTime, TimeSpan.Zero);
        (this.leaseTime, this.time) = (leaseTime, time ?? TimeProvider.System);
        Add(shards);
    }

    /// <summary>Shards that are not done.</summary>
    public int Left => left.Count;

    /// <summary>Who holds what.</summary>
    public IReadOnlyDictionary<int, string> Held => held.ToDictionary(one => one.Key, one => one.Value.Worker);

    /// <summary>How many shards are held.</summary>
    public int HeldCount => held.Count;

    /// <summary>Leases that ran out and went to another worker.</summary>
    public int TakenBack { get; private set; }

    /// <summary>Adds shards that are not done; those that are known already stay as they are.</summary>
    /// <param name="shards">The shards.</param>
    public void Add(IEnumerable<int> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        foreach (int shard in shards)
        {
            if (left.Add(shard)) waiting.Enqueue(shard);
        }
    }

    /// <summary>Hands out a shard: one whose lease ran out, else the next that waits.</summary>
    /// <param name="worker">Who asks.</param>
    /// <returns>Its number; <see langword="null"/> where all that are left are held.</returns>
    public int? Lease(string worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        foreach (var (shard, one) in held)
        {
            if (time.GetElapsedTime(one.Since) <= leaseTime) continue;
            TakenBack++;
            return Give(shard, worker);
        }

        while (waiting.TryDequeue(out int next))
        {
            if (left.Contains(next) && !held.ContainsKey(next)) return Give(next, worker);
        }

        return null;
    }

    /// <summary>Holds a shard for a worker that was given it before, as after the table was lost.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="shard">The shard.</param>
    public void Restore(string worker, int shard)
    {
        if (left.Contains(shard)) Give(shard, worker);
    }

    /// <summary>Lengthens a lease.</summary>
    /// <param name="worker">Who holds it.</param>
    /// <param name="shard">The shard.</param>
    /// <returns>Whether the worker holds it; not where another one does, or where it is done.</returns>
    public bool Renew(string worker, int shard)
    {
        if (!left.Contains(shard) || (held.TryGetValue(shard, out var one) && one.Worker != worker)) return false;
        Give(shard, worker);
        return true;
    }

    /// <summary>Takes a shard back from its worker.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="isDone">Whether it is done, by its file; otherwise others get it.</param>
    public void Return(string worker, int shard, bool isDone)
    {
        if (isDone)
        {
            left.Remove(shard);
            held.Remove(shard);
        }
        else if (held.TryGetValue(shard, out var one) && one.Worker == worker)
        {
            held.Remove(shard);
            waiting.Enqueue(shard);
        }
    }

    private int Give(int shard, string worker)
    {
        held[shard] = (worker, time.GetTimestamp());
        return shard;
    }
}
