namespace MaskClip.Annotations.Formats;

/// <summary>
/// Records that are put in order in memory that does not grow with their number: what is too much is sorted in parts in temporary files,
/// and the parts are merged (external merge sort). Enumerated by one at a time.
/// </summary>
/// <param name="order">The order; no two records are equal in it.</param>
/// <param name="write">Writes a record.</param>
/// <param name="read">Reads it again.</param>
/// <param name="maxInMemory">How many records are held.</param>
internal sealed class SortedSpool<T>(
    IComparer<T> order, Action<BinaryWriter, T> write, Func<BinaryReader, T> read, int maxInMemory = 1 << 17) : IDisposable
{
    private readonly List<T> recent = [];
    private readonly List<FileStream> parts = [];
    private bool isSorted;

    /// <summary>Adds a record.</summary>
    public void Add(T record)
    {
        recent.Add(record);
        isSorted = false;
        if (recent.Count >= maxInMemory) Flush();
    }

    /// <summary>The records in their order.</summary>
    public IEnumerable<T> Sorted()
    {
        if (!isSorted) recent.Sort(order);
        isSorted = true;
        if (parts.Count == 0)
        {
            foreach (var record in recent) yield return record;
            yield break;
        }

        var open = new PriorityQueue<IEnumerator<T>, T>(order);
        foreach (var source in parts.Select(Records).Append(recent))
        {
            var records = source.GetEnumerator();
            if (records.MoveNext()) open.Enqueue(records, records.Current);
        }

        while (open.TryDequeue(out var records, out var record))
        {
            yield return record;
            if (records.MoveNext()) open.Enqueue(records, records.Current);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in parts) part.Dispose();
    }

    private void Flush()
    {
        recent.Sort(order);
        var file = SpoolFile.Create();
        parts.Add(file);
        using var writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true);
        foreach (var record in recent) write(writer, record);
        recent.Clear();
    }

    private IEnumerable<T> Records(FileStream part)
    {
        part.Position = 0;
        using var reader = new BinaryReader(part, System.Text.Encoding.UTF8, leaveOpen: true);
        long length = part.Length;
        while (part.Position < length) yield return read(reader);
    }
}
