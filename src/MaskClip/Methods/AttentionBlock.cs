using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers;
using MaskClip.Towers.Blocks;

namespace MaskClip;

/// <summary>
/// A last block in which only the attention's weights are exchanged, and residual and MLP may be dropped: most methods are this.
/// </summary>
/// <remarks>
/// <c>z = [x +] out(A·v)</c>, then <c>z + MLP(LN(z))</c> or not; A is the sum of the terms. Weights come before the output projection.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Name">The method's name.</param>
/// <param name="Terms">What A is the sum of: one or more.</param>
public sealed record AttentionBlock(string Name, params IReadOnlyList<AttentionTerm> Terms) : LastBlock(Name)
{
    /// <summary>What A is the sum of: one or more.</summary>
    public IReadOnlyList<AttentionTerm> Terms { get; init => field = Copied(value); } = Copied(Terms);

    /// <summary>Whether the block's input is added to the attention's output.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether the block's MLP follows.</summary>
    public bool Mlp { get; init; }

    /// <summary>Attention of earlier blocks that is blended in, if any.</summary>
    public EarlierMaps? Earlier { get; init; }

    /// <summary>A second pass once names are known, if there is one.</summary>
    public SemanticFeedback? Feedback { get; init; }

    /// <inheritdoc/>
    public override string Formula
    {
        get
        {
            var attention = string.Join(" + ", Terms.Select(term => term.Formula));
            if (Earlier is not null) attention = Earlier.Formula(attention);
            var secondPass = Feedback is null ? "" : $"; {Feedback.Formula}";
            return $"z = {(Residual ? "x + " : "")}out(A v){(Mlp ? ", z + MLP(LN z)" : "")}; A = {attention}{secondPass}";
        }
    }

    /// <inheritdoc/>
    internal override bool IsLastBlocksOwn => Earlier is null && Feedback is null;

    /// <inheritdoc/>
    internal override bool HasPoolingHead => Pooling is PoolingAttention.Identity or PoolingAttention.QueryKey;

    /// <inheritdoc/>
    internal override double? NeighborSigma => Sigmas(Terms).Cast<double?>().FirstOrDefault();

    /// <inheritdoc/>
    internal override SecondPass? SecondPass => Feedback is null ? null : new(Feedback, ReadsEarlier: Earlier is not null);

    /// <summary>Whether both compute the same under the same name.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(AttentionBlock? other) => base.Equals(other) && Formula == other.Formula;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Formula);

    /// <inheritdoc/>
    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        if (Terms.Count == 0) errors.Add("the attention has no term; one or more are needed");
        foreach (var term in Terms) term.Validate(errors);
        Earlier?.Validate(errors);
        Feedback?.Validate(errors);

        // The graph takes one table of the neighbor bias, and a second pass takes it only where the last block's own terms have it.
        double[] own = [.. Sigmas(Terms)], all = [.. own, .. Sigmas(Earlier?.Terms ?? [])];
        if (all.Distinct().Skip(1).Any() || (own.Length == 0 && all.Length > 0))
        {
            errors.Add(
                "the terms have different neighbor biases; all that have one share one σ, and earlier blocks have it only with the last");
        }

        if (Feedback is not null && Terms.All(term => term.IsIdentity))
        {
            errors.Add("there is semantic feedback but no attention that it could change; add a term with a similarity");
        }
    }

    /// <inheritdoc/>
    internal override OnnxValue Emit(VisionTrunk trunk)
    {
        int last = trunk.Config.Layers;
        bool untouched = Earlier is null && Terms is [{ Similarities: Similarities.Identity, Scale: 1, Neighbors: null }];
        var z = trunk.Out(last, untouched ? trunk.PatchValues(last) : trunk.Patches(Mixed(trunk, last)));
        if (Residual) z = trunk.Blocks.Sum(trunk.Patches(trunk.Tokens(last - 1)), z);
        return Mlp ? trunk.Mlp(last, z) : z;
    }

    /// <summary>A·v, all tokens.</summary>
    private OnnxValue Mixed(VisionTrunk trunk, int last)
    {
        // First what is read earlier: so those blocks use the weights that are read, and the engine can let go of them before the last one
        // makes its own.
        var earlier = Earlier is null ? null : trunk.EarlierMix ?? EarlierMix(trunk, Earlier);
        var feedback = trunk.IsSecondPass ? Feedback : null;
        AttentionTerm[] byHead = [.. Terms.Where(term => term.DependsOnHead)];
        List<OnnxValue> parts = [.. Terms.Where(term => !term.DependsOnHead).Select(term => term.Mix(trunk, last, feedback))];
        if (byHead.Length > 0)
        {
            parts.Add(trunk.Blocks.MixByHead(
                head => trunk.Blocks.Sum(byHead.Select(term => term.Weights(trunk, last, feedback, head))), trunk.Value(last)));
        }

        var mixed = trunk.Blocks.Sum(parts);
        if (Feedback is not null && !trunk.IsSecondPass) trunk.KeepForSecondPass(earlier);
        if (Earlier is null) return mixed;
        var own = trunk.Blocks.Scaled(mixed, Earlier.Gain * (1 - Earlier.Share));
        return trunk.Blocks.Sum(trunk.Blocks.Scaled(earlier!, Earlier.Gain * Earlier.Share), own);
    }

    private static OnnxValue EarlierMix(VisionTrunk trunk, EarlierMaps earlier)
    {
        if (earlier.Blocks.Any(block => block < 1 || block >= trunk.Config.Layers))
        {
            throw new OptionsException(
                $"The method reads blocks {string.Join(", ", earlier.Blocks)}, but this model has {trunk.Config.Layers}; choose another " +
                $"method.");
        }

        var sum = trunk.Blocks.Sum([.. from block in earlier.Blocks from term in earlier.Terms select term.Weights(trunk, block)]);
        return trunk.Blocks.Scaled(trunk.Blocks.Mix(sum, trunk.Value(trunk.Config.Layers)), 1.0 / earlier.Blocks.Count);
    }

    private static IEnumerable<double> Sigmas(IEnumerable<AttentionTerm> terms) =>
        terms.Select(term => term.Neighbors).OfType<NeighborBias>().Select(bias => bias.Sigma);

    // Whoever gave the list may go on to change it; graphs are kept by what this says.
    private static IReadOnlyList<AttentionTerm> Copied(IReadOnlyList<AttentionTerm> terms) =>
        [.. terms ?? throw new ArgumentNullException(nameof(terms))];
}
