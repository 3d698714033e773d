using MaskClip.Graph;

namespace MaskClip.Towers;

/// <summary>Texts of several lengths in one table of tokens: which tokens are a text's own, and the mean over those.</summary>
internal sealed class PaddedTexts
{
    private const float Hidden = -1e9f; // what is added to the logits of tokens that are passed over

    private readonly OnnxGraph graph;
    private readonly OnnxValue own;
    private readonly OnnxValue length;

    /// <summary>Emits what both need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="tokens">Token ids <c>[m, k]</c>.</param>
    /// <param name="length">Each text's number of tokens, <c>[m, 1]</c>.</param>
    public PaddedTexts(OnnxGraph graph, OnnxValue tokens, OnnxValue length)
    {
        this.graph = graph;
        this.length = length;
        Count = graph.Add("Slice", [graph.Add("Shape", [tokens]), graph.Integers(1), graph.Integers(2)]);
        var places = graph.Add("Range", [graph.Whole(0), graph.Add("Squeeze", [Count]), graph.Whole(1)]);
        // [m, k], 1 for a text's own tokens
        own = graph.Add("Cast", [graph.Add("Less", [places, length])], OnnxAttribute.Integer("to", (int)OnnxType.Float));
        var others = graph.Add("Mul", [graph.Add("Sub", [graph.Scalar(1), own]), graph.Scalar(Hidden)]);
        Mask = graph.Add("Unsqueeze", [others, graph.Integers(1, 2)]);
    }

    /// <summary>k, as a list of one number.</summary>
    public OnnxValue Count { get; }

    /// <summary>What is added to the logits of an attention, <c>[m, 1, 1, k]</c>: nobody looks at tokens behind a text.</summary>
    public OnnxValue Mask { get; }

    /// <summary>The mean over each text's own tokens: <c>[m, k, width]</c> to <c>[m, width]</c>.</summary>
    public OnnxValue Mean(OnnxValue x)
    {
        var shares = graph.Add("Div", [own, graph.Add("Cast", [length], OnnxAttribute.Integer("to", (int)OnnxType.Float))]);
        var mean = graph.Add("MatMul", [graph.Add("Unsqueeze", [shares, graph.Integers(1)]), x]);
        return graph.Add("Squeeze", [mean, graph.Integers(1)]);
    }
}
