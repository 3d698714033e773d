namespace MaskClip.Checkpoints;

/// <summary>Arithmetic on shapes that come from untrusted files.</summary>
internal static class TensorShape
{
    /// <summary>More dimensions than any network uses; PyTorch's own limit.</summary>
    public const int MaxRank = 64;

    /// <summary>The number of elements; false when a dimension is negative or the bytes do not fit one span (2 GiB).</summary>
    public static bool TryCount(ReadOnlySpan<int> shape, int elementSize, out long count)
    {
        count = 1;
        var empty = false;
        foreach (var size in shape)
        {
            if (size < 0) return false;
            if (size == 0)
            {
                empty = true;
                continue;
            }

            // Guarded before each step: the product of two ints fits a long, a third might not.
            count *= size;
            if (count * elementSize > Array.MaxLength) return false;
        }

        if (empty) count = 0;
        return true;
    }

    /// <summary>A shape as text: <c>[2, 3]</c>.</summary>
    public static string Text(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";
}
