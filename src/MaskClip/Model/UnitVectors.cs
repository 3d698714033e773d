namespace MaskClip.Model;

/// <summary>Vectors of unit length, as embeddings are compared.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class UnitVectors
{
    /// <summary>Brings every row of a matrix to unit length, in place, as PyTorch's <c>F.normalize</c> does.</summary>
    /// <param name="rows">The matrix <c>[n, size]</c>, row by row.</param>
    /// <param name="size">Length of a row, at least 1.</param>
    /// <exception cref="ArgumentException">The numbers are not a whole number of rows.</exception>
    public static void Normalize(Span<float> rows, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (rows.Length % size != 0)
            throw new ArgumentException($"{rows.Length} numbers were given; rows of {size} numbers need a multiple of it.", nameof(rows));
        UnitLength.Rows(rows, size);
    }
}
