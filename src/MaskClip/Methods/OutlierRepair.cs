
using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Methods;

/// <summary>
/// Finds patches whose tokens are unlike all others, and lets their neighbors stand in for them (SC-CLIP's "anomaly tokens").
/// </summary>
/// <remarks>
/// Local outlier factor on squared distances as the released code computes it: its reachability distance takes the token's own distance to
/// its k-th neighbor, so that the factor is <c>d_k(i) · mean over the k nearest j of 1 / d_k(j)</c>. It is part of the graph: photos of a
/// batch do not meet, and nothing leaves the engine in between.
/// </remarks>
internal sealed class OutlierRepair
{
    private readonly VisionTrunk trunk;
    private readonly NeighborFill fill;

    /// <summary>Emits the search.</summary>
    /// <param name="trunk">The tower.</param>
    /// <param name="patches">Tokens in which outliers are looked for, <c>[n, h·w, width]</c>.</param>
    /// <param name="neighbors">k; grids with fewer patches take all others.</param>
    /// <param name="percent">How many patches in a hundred are outliers, rounded up.</param>
    public OutlierRepair(VisionTrunk trunk, OnnxValue patches, int neighbors, int percent)
    {
        this.trunk = trunk;
        var (rows, columns) = trunk.Grid();
        var count = Add("Mul", rows, columns);
        var factor = Factor(patches, count, neighbors);
        fill = new NeighborFill(trunk, Add("Greater", factor, Threshold(factor, count, percent)));
    }

    /// <summary>
    /// Replaces the outliers in <c>[n, h·w, width]</c> by the mean of those of their eight neighbors that are none; where all are, nothing
    /// changes.
    /// </summary>
    public OnnxValue Apply(OnnxValue patches) => fill.Apply(patches);

    private OnnxValue Factor(OnnxValue patches, OnnxValue count, int neighbors)
    {
        // What all tokens share would only cost digits.
        var centerd = Add("Sub", patches, Mean(patches, 1));
        var squares = trunk.Graph.Add(
            "ReduceSumSquare", [centerd], OnnxAttribute.Integers("axes", 2), OnnxAttribute.Integer("keepdims", 1));
        var products = Add("MatMul", Add("Mul", centerd, trunk.Graph.Scalar(-2)), Swapped(centerd));
        var distances = Add("Add", Add("Add", products, squares), Swapped(squares));
        var found = Add("Min", count, Integers(neighbors + 1)); // the first is the patch itself
        var nearest = trunk.Graph.Add(
            "TopK", 2, [distances, found], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("largest", 0));
        var farthest = Add("Max", Add("Slice", nearest[0], Integers(-1), Integers(int.MaxValue), Integers(2)), trunk.Graph.Scalar(1e-12f));
        var first = Add("Min", Integers(1), Add("Sub", found, Integers(1))); // a grid of one patch has itself only
        var others = Add("Slice", nearest[1], first, Integers(int.MaxValue), Integers(2));
        var densities = trunk.Graph.Add(
            "GatherND",
            [Add("Squeeze", Add("Reciprocal", farthest), Integers(2)), Add("Unsqueeze", others, Integers(3))],
            OnnxAttribute.Integer("batch_dims", 1));
        return Add("Mul", farthest, Mean(densities, 2));
    }

    /// <summary>
    /// The greatest factor that is still usual: the released code's linearly interpolated quantile parts the same tokens.
    /// </summary>
    private OnnxValue Threshold(OnnxValue factor, OnnxValue count, int percent)
    {
        var outliers = Add("Div", Add("Add", Add("Mul", Add("Sub", count, Integers(1)), Integers(percent)), Integers(99)), Integers(100));
        var greatest = trunk.Graph.Add("TopK", 2, [factor, Add("Add", outliers, Integers(1))], OnnxAttribute.Integer("axis", 1));
        return Add("Slice", greatest[0], Integers(-1), Integers(int.MaxValue), Integers(1));
    }

    private OnnxValue Mean(OnnxValue x, int axis) =>
        trunk.Graph.Add("ReduceMean", [x], OnnxAttribute.Integers("axes", axis), OnnxAttribute.Integer("keepdims", 1));

    private OnnxValue Swapped(OnnxValue x) => trunk.Graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", 0, 2, 1));

    private OnnxValue Add(string operation, params OnnxValue[] arguments) => trunk.Graph.Add(operation, arguments);

    private OnnxValue Integers(params long[] values) => trunk.Graph.Integers(values);
}
