using MaskClip.Errors;
using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers;

namespace MaskClip;

/// <summary>
/// A second path beside the last blocks: it gathers self-self attention of each, without their MLPs, while CLIP's own path goes on as it
/// is.
/// </summary>
/// <remarks>
/// <c>y = x(first - 1) + Σ_b out_b(mean over X of softmax(τ X Xᵀ) v)</c> for the queries, keys or values X of each of the last blocks b,
/// all read from the original path (CLIP Surgery, section 3.3; GEM, section 3).
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Name">The method's name.</param>
/// <param name="Similarities">What attends to itself: any of <see cref="Similarities.QueryQuery"/>, <see cref="Similarities.KeyKey"/> and
/// <see cref="Similarities.ValueValue"/>.</param>
public sealed record SelfSelfPath(string Name, Similarities Similarities) : LastBlock(Name)
{
    /// <summary>Over how many of the last blocks.</summary>
    /// <value>1 to 100; the default value is 6. A shorter tower takes all of its own.</value>
    public int Blocks { get; init; } = 6;

    /// <summary>
    /// How often X, at unit length, is replaced by <c>softmax(τ X Xᵀ) X</c> first; τ is then the mean length of the block's normalized
    /// input times <c>headWidth^-1/2</c>. With <see langword="null"/> X stays as it is, and τ is the latter.
    /// </summary>
    /// <value>0 to 10; the default value is <see langword="null"/>.</value>
    public int? Clustering { get; init; }

    /// <inheritdoc/>
    public override string Formula
    {
        get
        {
            var parts = string.Join(", ", Parts.Select(AttentionTerm.Symbol));
            var clustered = Clustering is { } times ? $", unit length, τ by input, {times} x clustered" : "";
            return $"y = x + Σ out(mean of A v) over the last {Blocks} blocks; A = softmax of {parts}{clustered}";
        }
    }

    private IEnumerable<Similarities> Parts =>
        new[] { Similarities.QueryQuery, Similarities.KeyKey, Similarities.ValueValue }.Where(part => Similarities.HasFlag(part));

    /// <inheritdoc/>
    internal override OnnxValue Emit(VisionTrunk trunk)
    {
        int last = trunk.Config.Layers, first = Math.Max(1, last - Blocks + 1);
        var path = trunk.Tokens(first - 1);
        for (int block = first; block <= last; block++) path = trunk.Blocks.Sum(path, trunk.Out(block, Mixed(trunk, block)));
        return trunk.Patches(path);
    }

    /// <inheritdoc/>
    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        const Similarities Allowed = Similarities.QueryQuery | Similarities.KeyKey | Similarities.ValueValue;
        if (!Parts.Any() || (Similarities & ~Allowed) != Similarities.None)
        {
            errors.Add($"the similarities of the second path are {Similarities}; any of QueryQuery, KeyKey and ValueValue are allowed");
        }

        AllowedRange.Check(errors, "the number of last blocks", Blocks, 1, 100);
        if (Clustering is { } times) AllowedRange.Check(errors, "the number of clustering steps", times, 0, 10);
    }

    private OnnxValue Mixed(VisionTrunk trunk, int block)
    {
        var mixed = Parts.Select(part => Clustering is { } times
            ? Clustered(trunk, block, part, times)
            : trunk.Blocks.Mix(trunk.Blocks.Softmax(trunk.Similarity(block, part)), trunk.Value(block)));
        return trunk.Blocks.Scaled(trunk.Blocks.Sum(mixed), 1.0 / Parts.Count());
    }

    private static OnnxValue Clustered(VisionTrunk trunk, int block, Similarities part, int times)
    {
        var x = trunk.Blocks.Rows(part switch
        {
            Similarities.QueryQuery => trunk.Query(block),
            Similarities.KeyKey => trunk.Key(block),
            _ => trunk.Value(block),
        });
        var temperature = trunk.MeanInputLength(block);
        for (int i = 0; ; i++)
        {
            x = trunk.Graph.Add("LpNormalization", [x], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
            var transposed = trunk.Graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", 0, 1, 3, 2));
            var attention = trunk.Blocks.Softmax(trunk.Graph.Add("MatMul", [trunk.Blocks.Product(x, temperature), transposed]));
            if (i == times) return trunk.Blocks.Mix(attention, trunk.Value(block));
            x = trunk.Graph.Add("MatMul", [attention, x]);
        }
    }
}
