namespace MaskClip.Checkpoints;

/// <summary>How a tensor's numbers are stored in a checkpoint.</summary>
internal enum ElementType
{
    /// <summary>None of the others: the tensor can be passed over, and not be read.</summary>
    Unread,
    Float64,
    Float32,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}
