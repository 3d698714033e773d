namespace MaskClip.Server.Photos;

/// <summary>Keeps values as long as they fit into so many bytes and are used; the least recently used goes first.</summary>
/// <typeparam name="T">The values. What goes is left to the garbage collector, since somebody may be using it.</typeparam>
/// <param name="capacity">The bytes.</param>
/// <param name="lifetime">How long a value stays after its last use.</param>
/// <param name="time">The clock.</param>
internal sealed class ByteBoundedCache<T>(long capacity, TimeSpan lifetime, TimeProvider time)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> byUse = new();
    private long bytes;

    /// <summary>The bytes of all values.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Finds a value, which then counts as used.</summary>
    public T? Find(string key)
    {
        lock (gate)
        {
            RemoveExpired();
            if (!entries.TryGetValue(key, out var node)) return null;
            byUse.Remove(node);
            byUse.AddFirst(node);
            node.Value.Used = time.GetUtcNow();
            return node.Value.Kept;
        }
    }

    /// <summary>Keeps a value, unless it is larger than all that may be kept.</summary>
    public void Add(string key, T value, long size)
    {
        lock (gate)
        {
            Remove(key);
            if (size > capacity) return;
            RemoveExpired();
            while (bytes + size > capacity) Remove(byUse.Last!.Value.Key);
            entries.Add(key, byUse.AddFirst(new Entry(key, value, size) { Used = time.GetUtcNow() }));
            bytes += size;
        }
    }

    /// <summary>Removes all values whose keys begin with a text.</summary>
    /// <returns>Whether there was one.</returns>
    public bool RemoveAll(string prefix)
    {
        lock (gate)
        {
            string[] known = [.. entries.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
            foreach (var key in known) Remove(key);
            return known.Length > 0;
        }
    }

    private void RemoveExpired()
    {
        var oldest = time.GetUtcNow() - lifetime;
        while (byUse.Last is { } last && last.Value.Used < oldest) Remove(last.Value.Key);
    }

    private void Remove(string key)
    {
        if (!entries.Remove(key, out var node)) return;
        byUse.Remove(node);
        bytes -= node.Value.Size;
    }

    private sealed record Entry(string Key, T Kept, long Size)
    {
        public DateTimeOffset Used { get; set; }
    }
}
