namespace MaskClip.Annotations.Formats.Coco;

/// <summary>Ids of segments as colors: red + 256 green + 65536 blue, as panopticapi's <c>rgb2id</c> has them. 0 is not a segment.</summary>
internal static class SegmentIds
{
    /// <summary>The largest id.</summary>
    public const int Max = 0xFF_FF_FF;

    // Odd, so that it comes by every id; neighbors in the list get colors far apart.
    private const int Step = 0x3B_9A_C5;

    /// <summary>The id of three bytes.</summary>
    public static int Of(ReadOnlySpan<byte> rgb) => rgb[0] | rgb[1] << 8 | rgb[2] << 16;

    /// <summary>Writes an id as three bytes.</summary>
    public static void Write(int id, Span<byte> rgb) => (rgb[0], rgb[1], rgb[2]) = ((byte)id, (byte)(id >> 8), (byte)(id >> 16));

    /// <summary>An id that nobody has: a class's color for its first segment, others for the next.</summary>
    /// <param name="color">The class's color.</param>
    /// <param name="used">The photo's ids so far; the new one is added.</param>
    public static int Next((byte Red, byte Green, byte Blue) color, HashSet<int> used)
    {
        int id = Of([color.Red, color.Green, color.Blue]);
        while (id == 0 || !used.Add(id)) id = (id + Step) & Max;
        return id;
    }
}
