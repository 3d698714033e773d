using MaskClip.Clip;

namespace MaskClip.Dense;

/// <summary>A last block in which only the attention's weights are exchanged, and residual and MLP may be dropped: most methods are this.</summary>
/// <remarks><c>z = [x +] out(A·v)</c>, then <c>z + MLP(LN(z))</c> or not; A is the sum of the terms. Weights come before the output projection.</remarks>
/// <param name="Name">The method's name.</param>
/// <param name="Terms">What A is the sum of.</param>
internal sealed record AttentionBlock(string Name, params IReadOnlyList<AttentionTerm> Terms) : LastBlock(Name)
{
    /// <summary>Whether the block's input is added to the attention's output.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether the block's MLP follows.</summary>
    public bool Mlp { get; init; }

    /// <summary>Attention of earlier blocks that is blended in, if any.</summary>
    public EarlierMaps? Earlier { get; init; }

    /// <summary>A second look once names are known, if there is one.</summary>
    public SemanticFeedback? Feedback { get; init; }

    /// <inheritdoc/>
    public override double? NeighbourSigma => Terms.Select(term => term.Neighbours?.Sigma).FirstOrDefault(sigma => sigma is not null);

    /// <inheritdoc/>
    public override string Formula
    {
        get
        {
            var attention = string.Join(" + ", Terms.Select(term => term.Formula));
            if (Earlier is not null) attention = Earlier.Formula(attention);
            var again = Feedback is null ? "" : $"; {Feedback.Formula}";
            return $"z = {(Residual ? "x + " : "")}out(A v){(Mlp ? ", z + MLP(LN z)" : "")}; A = {attention}{again}";
        }
    }

    /// <inheritdoc/>
    public override string Emit(VisionTrunk trunk)
    {
        int last = trunk.Config.Layers;
        bool untouched = Earlier is null && Terms is [{ Of: Similarities.Identity, Scale: 1, Neighbours: null }];
        var z = trunk.Out(last, untouched ? trunk.PatchValues(last) : trunk.Patches(Mixed(trunk, last)));
        if (Residual) z = trunk.Blocks.Sum(trunk.Patches(trunk.Tokens(last - 1)), z);
        return Mlp ? trunk.Mlp(last, z) : z;
    }

    /// <summary>A·v, all tokens.</summary>
    private string Mixed(VisionTrunk trunk, int last)
    {
        // First what is read earlier: so those blocks use the weights that are read, and the engine can let go of them before the last one makes its own.
        var earlier = Earlier is null ? null : trunk.EarlierMix ?? EarlierMix(trunk, Earlier);
        var feedback = trunk.IsSecondLook ? Feedback : null;
        AttentionTerm[] byHead = [.. Terms.Where(term => term.DependsOnHead)];
        List<string> parts = [.. Terms.Where(term => !term.DependsOnHead).Select(term => term.Mix(trunk, last, feedback))];
        if (byHead.Length > 0)
        {
            parts.Add(trunk.Blocks.MixByHead(
                head => trunk.Blocks.Sum(byHead.Select(term => term.Weights(trunk, last, feedback, head))), trunk.Value(last)));
        }

        var mixed = trunk.Blocks.Sum(parts);
        if (Feedback is not null && !trunk.IsSecondLook) trunk.KeepForSecondLook(earlier);
        if (Earlier is null) return mixed;
        var own = trunk.Blocks.Scaled(mixed, Earlier.Gain * (1 - Earlier.Share));
        return trunk.Blocks.Sum(trunk.Blocks.Scaled(earlier!, Earlier.Gain * Earlier.Share), own);
    }

    private static string EarlierMix(VisionTrunk trunk, EarlierMaps earlier)
    {
        if (earlier.Blocks.Any(block => block < 1 || block >= trunk.Config.Layers))
        {
            throw new OptionsException(
                $"The method reads blocks {string.Join(", ", earlier.Blocks)}, but this model has {trunk.Config.Layers}; choose another method.");
        }

        var sum = trunk.Blocks.Sum([.. from block in earlier.Blocks from term in earlier.Terms select term.Weights(trunk, block)]);
        return trunk.Blocks.Scaled(trunk.Blocks.Mix(sum, trunk.Value(trunk.Config.Layers)), 1.0 / earlier.Blocks.Count);
    }
}
