using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Methods;

/// <summary>Attention and aggregation by how alike a block's tokens are: what SC-CLIP and SFP share.</summary>
internal static class TokenSimilarities
{
    private const int ReferenceLayers = 12;

    /// <summary>A block of a tower of twelve in one of another depth, in proportion.</summary>
    public static int Scaled(int block, int layers) =>
        Math.Clamp((int)Math.Round((double)block * layers / ReferenceLayers), 1, layers - 1);

    /// <summary>Cosines of all patches, <c>[n, h·w, h·w]</c>.</summary>
    public static OnnxValue Cosines(VisionTrunk trunk, OnnxValue tokens)
    {
        var units = trunk.Graph.Add("LpNormalization", [tokens], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
        return trunk.Graph.Add("MatMul", [units, trunk.Graph.Add("Transpose", [units], OnnxAttribute.Integers("perm", 0, 2, 1))]);
    }

    /// <summary>Similarities below a number are none.</summary>
    public static OnnxValue From(VisionTrunk trunk, OnnxValue cosines, double least) =>
        trunk.Graph.Add("ThresholdedRelu", [cosines], OnnxAttribute.Number("alpha", (float)least));

    /// <summary><c>softmax(sharpness · (S - mean S))</c>, what is negative left out.</summary>
    public static OnnxValue Attention(VisionTrunk trunk, OnnxValue similarities, double sharpness)
    {
        var graph = trunk.Graph;
        var mean = graph.Add("ReduceMean", [similarities], OnnxAttribute.Integers("axes", 1, 2), OnnxAttribute.Integer("keepdims", 1));
        var logits = trunk.Blocks.Scaled(graph.Add("Sub", [similarities, mean]), sharpness);
        var negative = graph.Add("Less", [logits, graph.Scalar(0)]);
        return trunk.Blocks.Softmax(graph.Add("Where", [negative, graph.Scalar(float.NegativeInfinity), logits]));
    }

    /// <summary>Each token becomes the mean of all, weighted by similarities of 0 or more.</summary>
    public static OnnxValue Aggregate(VisionTrunk trunk, OnnxValue weights, OnnxValue tokens)
    {
        var graph = trunk.Graph;
        var sum = graph.Add("ReduceSum", [weights, graph.Integers(2)], OnnxAttribute.Integer("keepdims", 1));
        return graph.Add("Div", [graph.Add("MatMul", [weights, tokens]), trunk.Blocks.Sum(sum, graph.Scalar(1e-6f))]);
    }
}
