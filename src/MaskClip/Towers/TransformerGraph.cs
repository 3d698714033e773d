
using MaskClip.Graph;
using MaskClip.Quantization;

namespace MaskClip.Towers;

/// <summary>Emits the pieces of a pre-norm transformer that both towers are made of. Values are <c>[n, tokens, width]</c>.</summary>
internal sealed class TransformerGraph(OnnxGraph graph, WeightFile weights, int width, int heads, float epsilon, Activation activation)
{
    private readonly LinearLayers layers = new(graph, weights);

    private readonly Dictionary<OnnxValue, OnnxValue[]> apart = [];

    /// <summary>
    /// Whether the perceptrons' activation is <c>max(0, x)</c>, whatever was given: no CLIP has it, so that no option names it.
    /// </summary>
    public bool IsRectified { get; init; }

    /// <summary>Registers one block's weights; <paramref name="prefix"/> is e.g. <c>transformer.resblocks.0</c>.</summary>
    public static void AddBlockWeights(TowerWeights tower, string prefix, int width, int heads, bool gated = false)
    {
        tower.AddNorm($"{prefix}.ln_1", width);
        tower.AddAttention($"{prefix}.attn", width, heads);
        tower.AddNorm($"{prefix}.ln_2", width);
        int hidden = tower.Rows($"{prefix}.mlp.c_fc.weight");
        tower.AddLinear($"{prefix}.mlp.c_fc", hidden, width);
        if (gated) tower.AddLinear(Gate(prefix), hidden, width);
        tower.AddLinear($"{prefix}.mlp.c_proj", width, hidden);
    }

    /// <summary>
    /// A whole block: <c>x + attention(LN(x))</c>, then <c>x + MLP(LN(x))</c>. A mask is added to the attention's logits.
    /// </summary>
    public OnnxValue Block(string prefix, OnnxValue x, OnnxValue? mask = null)
    {
        var attention = Attention($"{prefix}.attn", Norm($"{prefix}.ln_1", x), mask);
        return Mlp(prefix, Sum(x, attention));
    }

    /// <summary>The block's second half: <c>x + MLP(LN(x))</c>.</summary>
    public OnnxValue Mlp(string prefix, OnnxValue x) => Sum(x, Perceptron(prefix, Norm($"{prefix}.ln_2", x)));

    /// <summary>
    /// A whole block that normalizes behind its halves, as BERT's: <c>LN(x + attention(x))</c>, then <c>LN(x + MLP(x))</c>.
    /// </summary>
    public OnnxValue PostNormBlock(string prefix, OnnxValue x, OnnxValue mask)
    {
        x = Norm($"{prefix}.ln_1", Sum(x, Attention($"{prefix}.attn", x, mask)));
        return Norm($"{prefix}.ln_2", Sum(x, Perceptron(prefix, x)));
    }

    private OnnxValue Perceptron(string prefix, OnnxValue x)
    {
        var hidden = Linear($"{prefix}.mlp.c_fc", x);
        if (!weights.Has($"{Gate(prefix)}.bias")) return Linear($"{prefix}.mlp.c_proj", Activate(hidden));
        // SwiGLU: x · sigmoid(x) of the gate, times the other half.
        var gate = Linear(Gate(prefix), x);
        return Linear($"{prefix}.mlp.c_proj", Product(Product(gate, graph.Add("Sigmoid", [gate])), hidden));
    }

    private static string Gate(string prefix) => $"{prefix}.mlp.c_gate";

    /// <summary>Multi-head attention of every token over every token.</summary>
    public OnnxValue Attention(string prefix, OnnxValue y, OnnxValue? mask = null)
    {
        var logits = Similarity(Linear($"{prefix}.q", y), Linear($"{prefix}.k", y));
        if (mask is not null) logits = Sum(logits, mask);
        return Linear($"{prefix}.out_proj", Mix(Softmax(logits), Linear($"{prefix}.v", y)));
    }

    /// <summary>
    /// Products of every token's vector in <paramref name="a"/> with every one's in <paramref name="b"/>, heads apart: <c>[n, heads or 1,
    /// tokens, tokens]</c>.
    /// </summary>
    /// <param name="a">One side, <c>[n, tokens, width]</c>.</param>
    /// <param name="b">The other.</param>
    /// <param name="scale">A factor.</param>
    /// <param name="head">One head instead of all.</param>
    public OnnxValue Similarity(OnnxValue a, OnnxValue b, double scale = 1, int? head = null) =>
        graph.Add("MatMul", [Scaled(Rows(a, head), scale), head is null ? Heads(b, 0, 2, 3, 1) : Transpose(Rows(b, head), 0, 1, 3, 2)]);

    /// <summary>Softmax over the last axis.</summary>
    public OnnxValue Softmax(OnnxValue logits) => graph.Add("Softmax", [logits], OnnxAttribute.Integer("axis", -1));

    /// <summary>Values weighted by an attention, <c>[n, heads or 1, tokens, tokens]</c>, heads joined again.</summary>
    public OnnxValue Mix(OnnxValue attention, OnnxValue values) => Join(graph.Add("MatMul", [attention, Rows(values)]));

    /// <summary>Values weighted head by head, heads joined again: a head's weights are used while the cache still has them.</summary>
    /// <param name="attention">Gives a head's weights, <c>[n, 1, tokens, tokens]</c>.</param>
    /// <param name="values"><c>[n, tokens, width]</c>.</param>
    public OnnxValue MixByHead(Func<int, OnnxValue> attention, OnnxValue values)
    {
        OnnxValue[] mixed = [.. Enumerable.Range(0, heads).Select(head => graph.Add("MatMul", [attention(head), Rows(values, head)]))];
        return Join(graph.Add("Concat", mixed, OnnxAttribute.Integer("axis", 1)));
    }

    /// <summary>Heads apart: <c>[n, heads, tokens, width / heads]</c>; or one of them, <c>[n, 1, tokens, width / heads]</c>.</summary>
    public OnnxValue Rows(OnnxValue x, int? head = null)
    {
        if (head is not { } one) return Heads(x, 0, 2, 1, 3);
        if (!apart.TryGetValue(x, out var all)) apart.Add(x, all = graph.Add("Split", heads, [Rows(x)], OnnxAttribute.Integer("axis", 1)));
        return all[one];
    }

    /// <summary>Heads joined: <c>[n, heads, tokens, width / heads]</c> to <c>[n, tokens, width]</c>.</summary>
    public OnnxValue Join(OnnxValue x) => graph.Add("Reshape", [Transpose(x, 0, 2, 1, 3), graph.Integers(0, 0, width)]);

    /// <summary>Layer normalization over the width.</summary>
    public OnnxValue Norm(string prefix, OnnxValue x) =>
        graph.Add(
            "LayerNormalization",
            [x, Weight($"{prefix}.weight"), Weight($"{prefix}.bias")],
            OnnxAttribute.Integer("axis", -1),
            OnnxAttribute.Number("epsilon", epsilon));

    /// <summary>A linear layer.</summary>
    public OnnxValue Linear(string prefix, OnnxValue x) => layers.Emit(prefix, x);

    /// <summary>Sum of values, added in their order.</summary>
    public OnnxValue Sum(params IEnumerable<OnnxValue> values) => values.Aggregate((sum, value) => graph.Add("Add", [sum, value]));

    /// <summary>Product of two values, number by number.</summary>
    public OnnxValue Product(OnnxValue a, OnnxValue b) => graph.Add("Mul", [a, b]);

    /// <summary>A value times a number.</summary>
    public OnnxValue Scaled(OnnxValue x, double factor) => factor == 1 ? x : Product(x, graph.Scalar((float)factor));

    private OnnxValue Activate(OnnxValue x) => IsRectified ? graph.Add("Relu", [x]) : activation switch
    {
        Activation.QuickGelu => graph.Add("Mul", [x, graph.Add("Sigmoid", [graph.Add("Mul", [x, graph.Scalar(1.702f)])])]),
        Activation.Gelu => Gelu(x),
        Activation.TanhGelu => TanhGelu(x),
        _ => throw new InvalidOperationException($"The activation {activation} cannot be emitted."),
    };

    private OnnxValue TanhGelu(OnnxValue x)
    {
        var cube = Product(Product(x, x), x);
        var inner = Product(Sum(x, Product(cube, graph.Scalar(0.044715f))), graph.Scalar(MathF.Sqrt(2 / MathF.PI)));
        return Product(Product(x, Sum(graph.Add("Tanh", [inner]), graph.Scalar(1))), graph.Scalar(0.5f));
    }

    private OnnxValue Gelu(OnnxValue x)
    {
        var error = graph.Add("Erf", [graph.Add("Div", [x, graph.Scalar(MathF.Sqrt(2))])]);
        return graph.Add("Mul", [graph.Add("Mul", [x, Sum(error, graph.Scalar(1))]), graph.Scalar(0.5f)]);
    }

    private OnnxValue Heads(OnnxValue x, params long[] order) =>
        Transpose(graph.Add("Reshape", [x, graph.Integers(0, 0, heads, width / heads)]), order);

    private OnnxValue Transpose(OnnxValue x, params long[] order) => graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", order));

    private OnnxValue Weight(string tensor) => graph.Weight(weights, tensor);
}
