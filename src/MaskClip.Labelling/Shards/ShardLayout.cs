namespace MaskClip.Labelling.Shards;

/// <summary>The bytes of a shard: magic, header, a record for each photo, and an end that tells whether all of it is there.</summary>
/// <remarks>
/// A record is a kind, a length and so many bytes. The end is the number of bytes before it, their XXH3 (128 bits), and a magic.
/// </remarks>
internal static class ShardLayout
{
    /// <summary>A record of labels, or of what went wrong.</summary>
    public const byte Labels = 1, Failure = 2;

    /// <summary>Bytes of the end.</summary>
    public const int EndLength = 8 + 16 + 8;

    /// <summary>The first eight bytes.</summary>
    public static ReadOnlySpan<byte> Begin => "MCSHARD1"u8;

    /// <summary>The last eight bytes.</summary>
    public static ReadOnlySpan<byte> End => "MCSHARDE"u8;
}
