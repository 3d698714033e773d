namespace MaskClip.Checkpoints;

/// <summary>How a tensor's numbers are stored in a checkpoint.</summary>
#pragma warning disable CA1720 // the formats' own words for their numbers
public enum ElementType
{
    /// <summary>None of the others: the tensor can be passed over, and not be read.</summary>
    Unread,

    /// <summary>8 bytes, IEEE 754.</summary>
    Float64,

    /// <summary>4 bytes, IEEE 754.</summary>
    Float32,

    /// <summary>2 bytes, IEEE 754.</summary>
    Float16,

    /// <summary>2 bytes: the upper half of a <see cref="Float32"/>.</summary>
    BFloat16,

    /// <summary>8 bytes, signed.</summary>
    Int64,

    /// <summary>4 bytes, signed.</summary>
    Int32,

    /// <summary>2 bytes, signed.</summary>
    Int16,

    /// <summary>1 byte, signed.</summary>
    Int8,

    /// <summary>1 byte, unsigned.</summary>
    UInt8,

    /// <summary>1 byte: 0 or 1.</summary>
    Bool,
}
#pragma warning restore CA1720
