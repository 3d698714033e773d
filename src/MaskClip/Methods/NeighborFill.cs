using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Methods;

/// <summary>
/// Lets the neighbors of some patches stand in for them: the mean of those of their eight that are not replaced. Where all are, a patch
/// stays as it is.
/// </summary>
internal sealed class NeighborFill
{
    private readonly VisionTrunk trunk;
    private readonly OnnxValue mapShape;
    private readonly OnnxValue kept;
    private readonly OnnxValue keptNearby;
    private readonly OnnxValue replaced;

    /// <summary>Prepares it.</summary>
    /// <param name="trunk">The tower.</param>
    /// <param name="flagged">Which patches are replaced: truth values <c>[n, h·w, 1]</c>.</param>
    public NeighborFill(VisionTrunk trunk, OnnxValue flagged)
    {
        this.trunk = trunk;
        var (rows, columns) = trunk.Grid();
        mapShape = trunk.Graph.Add("Concat", [Integers(0, 0), rows, columns], OnnxAttribute.Integer("axis", 0));
        kept = Add("Sub", trunk.Graph.Scalar(1), trunk.Graph.Add("Cast", [flagged], OnnxAttribute.Integer("to", (int)OnnxType.Float)));
        keptNearby = Nearby(kept);
        replaced = Add("And", flagged, Add("Greater", keptNearby, trunk.Graph.Scalar(0)));
    }

    /// <summary>Replaces the patches in <c>[n, h·w, width]</c>, all at once.</summary>
    public OnnxValue Apply(OnnxValue patches)
    {
        var mean = Add("Div", Nearby(Add("Mul", patches, kept)), Add("Max", keptNearby, trunk.Graph.Scalar(1e-6f)));
        return Add("Where", replaced, mean, patches);
    }

    /// <summary>A ninth of the sum over a patch and its eight neighbors; beyond the border there is nothing.</summary>
    private OnnxValue Nearby(OnnxValue patches)
    {
        var map = trunk.Graph.Add(
            "AveragePool",
            [Add("Reshape", Swapped(patches), mapShape)],
            OnnxAttribute.Integers("kernel_shape", 3, 3),
            OnnxAttribute.Integers("pads", 1, 1, 1, 1),
            OnnxAttribute.Integer("count_include_pad", 1));
        return Swapped(Add("Reshape", map, Integers(0, 0, -1)));
    }

    private OnnxValue Swapped(OnnxValue x) => trunk.Graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", 0, 2, 1));

    private OnnxValue Add(string operation, params OnnxValue[] arguments) => trunk.Graph.Add(operation, arguments);

    private OnnxValue Integers(params long[] values) => trunk.Graph.Integers(values);
}
