namespace MaskClip.Annotations.Formats.Coco;

/// <summary>Where a record of a COCO file is, and what it is sorted by.</summary>
/// <param name="Key">An image's id or number.</param>
/// <param name="Order">The record's number in its list.</param>
/// <param name="Start">Its first byte in the file.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct CocoRecord(long Key, long Order, long Start, int Length)
{
    /// <summary>By key, then by number.</summary>
    public static IComparer<CocoRecord> ByKey { get; } = Comparer<CocoRecord>.Create((one, other) =>
        one.Key != other.Key ? one.Key.CompareTo(other.Key) : one.Order.CompareTo(other.Order));

    /// <summary>An empty list of records that sorts itself.</summary>
    public static SortedSpool<CocoRecord> Spool() => new(
        ByKey,
        (to, one) =>
        {
            to.Write(one.Key);
            to.Write(one.Order);
            to.Write(one.Start);
            to.Write(one.Length);
        },
        from => new CocoRecord(from.ReadInt64(), from.ReadInt64(), from.ReadInt64(), from.ReadInt32()));
}
