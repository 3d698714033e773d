using System.Globalization;
using MaskClip.Errors;
using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers;

namespace MaskClip;

/// <summary>
/// PEARL's last block: keys are turned towards the queries, head by head, by the rotation that fits both clouds of tokens, and keys with
/// keys are added.
/// </summary>
/// <remarks>
/// <c>A = softmax(s q (k R)ᵀ + share · s kc kcᵀ)</c>; R is the polar factor of <c>kcᵀ qc</c>, queries and keys less their mean weighted by
/// the queries' lengths (the class token's weight is 0). It is found by five Newton-Schulz steps, which do not converge: that is part of
/// the method as released.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Name">The method's name.</param>
public sealed record ProcrustesAttention(string Name) : LastBlock(Name)
{
    private const int Steps = 5;
    private const float Small = 1e-6f;

    /// <summary>How much the centered keys' similarities count.</summary>
    /// <value>0 to 10; the default value is 0.08. The authors use 0.3 for ADE20K and Cityscapes.</value>
    public double KeyShare { get; init; } = 0.08;

    /// <summary>Whether the block's input is added to the attention's output.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether the block's MLP follows.</summary>
    public bool Mlp { get; init; }

    /// <inheritdoc/>
    public override string Formula => string.Create(
        CultureInfo.InvariantCulture,
        $"z = {(Residual ? "x + " : "")}out(A v){(Mlp ? ", z + MLP(LN z)" : "")}; " +
        $"A = softmax(q(kR) + {KeyShare} kc kc); R = polar(kc qc, {Steps} steps)");

    /// <inheritdoc/>
    internal override OnnxValue Emit(VisionTrunk trunk)
    {
        int last = trunk.Config.Layers;
        var (graph, blocks) = (trunk.Graph, trunk.Blocks);
        double scale = Math.Sqrt((double)trunk.Config.Heads / trunk.Config.Width);
        OnnxValue scaled = blocks.Rows(trunk.Query(last)), keys = blocks.Rows(trunk.Key(last));
        var queries = blocks.Scaled(scaled, 1 / scale);
        var weights = LengthsOfPatches(trunk, queries);
        var centeredKeys = Centered(trunk, keys, weights);
        var rotation = Rotation(trunk, graph.Add("MatMul", [Swapped(graph, centeredKeys), Centered(trunk, queries, weights)]));
        var turned = graph.Add("MatMul", [keys, rotation]);
        var logits = graph.Add("MatMul", [scaled, Swapped(graph, turned)]);
        if (KeyShare != 0)
        {
            var similarities = graph.Add("MatMul", [blocks.Scaled(centeredKeys, KeyShare * scale), Swapped(graph, centeredKeys)]);
            logits = blocks.Sum(logits, similarities);
        }

        var z = trunk.Out(last, trunk.Patches(blocks.Mix(blocks.Softmax(logits), trunk.Value(last))));
        if (Residual) z = blocks.Sum(trunk.Patches(trunk.Tokens(last - 1)), z);
        return Mlp ? trunk.Mlp(last, z) : z;
    }

    /// <inheritdoc/>
    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        AllowedRange.Check(errors, "the keys' share", KeyShare, 0, 10);
    }

    /// <summary>The patches' lengths, which sum to 1: <c>[n, heads, 1, h·w]</c>.</summary>
    private static OnnxValue LengthsOfPatches(VisionTrunk trunk, OnnxValue queries)
    {
        var graph = trunk.Graph;
        var lengths = graph.Add(
            "ReduceL2", [OfPatches(trunk, queries)], OnnxAttribute.Integers("axes", -1), OnnxAttribute.Integer("keepdims", 1));
        var sum = graph.Add("ReduceSum", [lengths, graph.Integers(2)], OnnxAttribute.Integer("keepdims", 1));
        return Swapped(graph, graph.Add("Div", [lengths, trunk.Blocks.Sum(sum, graph.Scalar(Small))]));
    }

    private static OnnxValue Centered(VisionTrunk trunk, OnnxValue tokens, OnnxValue weights)
    {
        var mean = trunk.Graph.Add("MatMul", [weights, OfPatches(trunk, tokens)]);
        return trunk.Graph.Add("Sub", [tokens, mean]);
    }

    private static OnnxValue Rotation(VisionTrunk trunk, OnnxValue product)
    {
        var graph = trunk.Graph;
        int size = trunk.Config.Width / trunk.Config.Heads;
        var identity = graph.Add("EyeLike", [graph.Add("ConstantOfShape", [graph.Integers(size, size)])]);
        var squared = graph.Add("MatMul", [Swapped(graph, product), product]);
        var norm = graph.Add("ReduceL2", [squared], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 1));
        norm = graph.Add("Max", [norm, graph.Scalar(Small)]);
        var y = trunk.Blocks.Sum(graph.Add("Div", [squared, norm]), trunk.Blocks.Scaled(identity, Small));
        var z = identity;
        for (int step = 0; step < Steps; step++)
        {
            var products = step == 0 ? y : graph.Add("MatMul", [z, y]); // z is the identity at first
            var change = trunk.Blocks.Scaled(graph.Add("Sub", [trunk.Blocks.Scaled(identity, 3), products]), 0.5);
            (y, z) = (graph.Add("MatMul", [y, change]), step == 0 ? change : graph.Add("MatMul", [change, z]));
        }

        return graph.Add("Div", [graph.Add("MatMul", [product, z]), graph.Add("Sqrt", [norm])]);
    }

    private static OnnxValue OfPatches(VisionTrunk trunk, OnnxValue rows) => trunk.Graph.Add(
        "Slice",
        [rows, trunk.Graph.Integers(trunk.Config.PrefixTokens), trunk.Graph.Integers(int.MaxValue), trunk.Graph.Integers(2)]);

    private static OnnxValue Swapped(OnnxGraph graph, OnnxValue x) =>
        graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", 0, 1, 3, 2));
}
