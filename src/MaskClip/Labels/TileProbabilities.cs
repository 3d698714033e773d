using System.Numerics.Tensors;
using MaskClip.Scores;
using MaskClip.Storage;

namespace MaskClip.Labels;

/// <summary>The probabilities of a tile's rows: each pass's scores through the softmax or a sigmoid, averaged over passes.</summary>
/// <param name="passes">The passes.</param>
/// <param name="rows">Rows of scores.</param>
/// <param name="width">Columns of the tile.</param>
/// <param name="scale">The softmax's logit scale.</param>
/// <param name="areProbabilities">Whether scores are probabilities already.</param>
/// <param name="sigmoidBias">What a sigmoid adds to scaled scores; <see langword="null"/> for a softmax.</param>
/// <param name="buffers">Rents its arrays, which are needed as long as this is read.</param>
internal sealed class TileProbabilities(
    TileRows[] passes, int rows, int width, float scale, bool areProbabilities, float? sigmoidBias, RentedBuffers buffers)
{
    private readonly Memory<float> values = buffers.Rent(rows * width).AsMemory(0, rows * width);
    private readonly Memory<float> one = passes.Length > 1 ? buffers.Rent(rows * width).AsMemory(0, rows * width) : default;
    private readonly Memory<float> norm = buffers.Rent(width).AsMemory(0, width);

    /// <summary>Numbers that <see cref="Read(int, Span{float})"/> puts down for a row: one a pass and column.</summary>
    public int NormSize => passes.Length * width;

    /// <summary>Reads a row of the result.</summary>
    /// <param name="y">Not above the row read before.</param>
    /// <param name="norms">Takes what <see cref="ReadSome"/> needs, <see cref="NormSize"/> numbers; or is empty.</param>
    /// <returns><c>[rows, columns]</c>, valid until the next row is read.</returns>
    public Span<float> Read(int y, Span<float> norms = default)
    {
        for (int pass = 0; pass < passes.Length; pass++)
        {
            var target = (pass == 0 ? values : one).Span;
            passes[pass].Read(y, target);
            Normalizer.Normalize(target, width, scale, areProbabilities, norm.Span, sigmoidBias);
            if (!norms.IsEmpty) norm.Span.CopyTo(norms.Slice(pass * width, width));
            if (pass > 0) TensorPrimitives.Add<float>(values.Span, one.Span, values.Span);
        }

        return Mean();
    }

    /// <summary>
    /// Reads a row where the tile has only some rows of the scores, with what <see cref="Read"/> put down for all of them.
    /// </summary>
    public Span<float> ReadSome(int y, ReadOnlySpan<float> norms)
    {
        for (int pass = 0; pass < passes.Length; pass++)
        {
            var target = (pass == 0 ? values : one).Span;
            passes[pass].Read(y, target);
            for (int at = 0; at < target.Length; at += width)
                Normalizer.Apply(target.Slice(at, width), norms.Slice(pass * width, width), scale, areProbabilities, sigmoidBias);
            if (pass > 0) TensorPrimitives.Add<float>(values.Span, one.Span, values.Span);
        }

        return Mean();
    }

    private Span<float> Mean()
    {
        if (passes.Length > 1) TensorPrimitives.Divide(values.Span, passes.Length, values.Span);
        return values.Span;
    }
}
