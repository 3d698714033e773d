using MaskClip.Clip.Quantisation;
using MaskClip.Graph;

namespace MaskClip.Clip;

/// <summary>Emits the pieces of a pre-norm transformer that both towers are made of. Values are <c>[n, tokens, width]</c>.</summary>
internal sealed class TransformerGraph(OnnxGraph graph, WeightFile weights, int width, int heads, float epsilon, Activation activation)
{
    private readonly LinearLayers layers = new(graph, weights);

    /// <summary>Registers one block's weights; <paramref name="prefix"/> is e.g. <c>transformer.resblocks.0</c>.</summary>
    public static void AddBlockWeights(TowerWeights tower, string prefix, int width, int heads)
    {
        tower.AddNorm($"{prefix}.ln_1", width);
        tower.AddAttention($"{prefix}.attn", width, heads);
        tower.AddNorm($"{prefix}.ln_2", width);
        int hidden = tower.Rows($"{prefix}.mlp.c_fc.weight");
        tower.AddLinear($"{prefix}.mlp.c_fc", hidden, width);
        tower.AddLinear($"{prefix}.mlp.c_proj", width, hidden);
    }

    /// <summary>A whole block: <c>x + attention(LN(x))</c>, then <c>x + MLP(LN(x))</c>. A mask is added to the attention's logits.</summary>
    public string Block(string prefix, string x, string? mask = null)
    {
        var attention = Attention($"{prefix}.attn", Norm($"{prefix}.ln_1", x), mask);
        return Mlp(prefix, Sum(x, attention));
    }

    /// <summary>The block's second half: <c>x + MLP(LN(x))</c>.</summary>
    public string Mlp(string prefix, string x)
    {
        var hidden = Linear($"{prefix}.mlp.c_fc", Norm($"{prefix}.ln_2", x));
        return Sum(x, Linear($"{prefix}.mlp.c_proj", Activate(hidden)));
    }

    /// <summary>Multi-head attention of every token over every token.</summary>
    public string Attention(string prefix, string y, string? mask = null)
    {
        var query = Heads(Linear($"{prefix}.q", y), 0, 2, 1, 3);
        var key = Heads(Linear($"{prefix}.k", y), 0, 2, 3, 1);
        var value = Heads(Linear($"{prefix}.v", y), 0, 2, 1, 3);
        var logits = graph.Add("MatMul", [query, key]);
        if (mask is not null) logits = Sum(logits, mask);
        var mixed = graph.Add("MatMul", [graph.Add("Softmax", [logits], OnnxAttribute.Integer("axis", -1)), value]);
        var joined = graph.Add("Reshape", [Transpose(mixed, 0, 2, 1, 3), graph.Integers(0, 0, width)]);
        return Linear($"{prefix}.out_proj", joined);
    }

    /// <summary>Layer normalisation over the width.</summary>
    public string Norm(string prefix, string x) =>
        graph.Add("LayerNormalization", [x, Weight($"{prefix}.weight"), Weight($"{prefix}.bias")], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Number("epsilon", epsilon));

    /// <summary>A linear layer.</summary>
    public string Linear(string prefix, string x) => layers.Emit(prefix, x);

    /// <summary>Sum of two values.</summary>
    public string Sum(string a, string b) => graph.Add("Add", [a, b]);

    private string Activate(string x)
    {
        if (activation == Activation.QuickGelu)
        {
            return graph.Add("Mul", [x, graph.Add("Sigmoid", [graph.Add("Mul", [x, graph.Scalar(1.702f)])])]);
        }

        var error = graph.Add("Erf", [graph.Add("Div", [x, graph.Scalar(MathF.Sqrt(2))])]);
        return graph.Add("Mul", [graph.Add("Mul", [x, Sum(error, graph.Scalar(1))]), graph.Scalar(0.5f)]);
    }

    private string Heads(string x, params long[] order) =>
        Transpose(graph.Add("Reshape", [x, graph.Integers(0, 0, heads, width / heads)]), order);

    private string Transpose(string x, params long[] order) => graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", order));

    private string Weight(string tensor) => graph.Weight(weights, tensor);
}
