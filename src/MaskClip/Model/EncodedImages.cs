using MaskClip.Methods;
using MaskClip.Scores;

namespace MaskClip.Model;

/// <summary>Dense features of a batch of photos of one size.</summary>
/// <param name="Features"><c>[n, rows·columns, d]</c>, unit length.</param>
/// <param name="Key"><c>[n, rows·columns, k]</c>, or <see langword="null"/> when not asked for.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Columns of the grid.</param>
internal sealed record EncodedImages(float[] Features, float[]? Key, int Rows, int Columns)
{
    /// <summary>The features before they were brought to unit length; <see langword="null"/> when not asked for.</summary>
    public float[]? Raw { get; init; }

    /// <summary>
    /// Unit-length features of the square around each position, <c>[n, rows·columns, d]</c>; <see langword="null"/> where the tower gives
    /// none.
    /// </summary>
    public float[]? Surroundings { get; init; }

    /// <summary>What a method with a second pass keeps of each photo; empty for others.</summary>
    public IReadOnlyList<FirstPass> FirstPasses { get; init; } = [];
}
