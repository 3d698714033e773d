namespace MaskClip.Annotations.Formats.Merging;

/// <summary>Where a photo of a part was put aside.</summary>
/// <param name="Name">The photo's name, which it is sorted by.</param>
/// <param name="Order">How many photos came before it.</param>
/// <param name="Part">Which part it is of.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">How many bytes its annotations have.</param>
/// <param name="ContentLength">How many bytes the photo itself has, behind them; -1 where it is not there.</param>
/// <param name="Path">Where the photo lies; empty where nobody knows.</param>
internal sealed record SpooledPhoto(string Name, long Order, int Part, long Start, int Length, int ContentLength, string Path)
{
    /// <summary>A list that sorts itself by names, byte by byte.</summary>
    public static SortedSpool<SpooledPhoto> Spool() => new(
        Comparer<SpooledPhoto>.Create((one, other) =>
            string.CompareOrdinal(one.Name, other.Name) is not 0 and var order ? order : one.Order.CompareTo(other.Order)),
        (to, one) =>
        {
            to.Write(one.Name);
            to.Write(one.Order);
            to.Write(one.Part);
            to.Write(one.Start);
            to.Write(one.Length);
            to.Write(one.ContentLength);
            to.Write(one.Path);
        },
        from => new SpooledPhoto(
            from.ReadString(),
            from.ReadInt64(),
            from.ReadInt32(),
            from.ReadInt64(),
            from.ReadInt32(),
            from.ReadInt32(),
            from.ReadString()));
}
