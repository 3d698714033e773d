using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>PSPNet's decoder as part of an ONNX graph.</summary>
internal static class PspNetGraph
{
    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(TowerWeights tower, StudentConfig config)
    {
        int input = config.Backbone!.Channels, size = config.EmbeddingSize, pools = StudentConfig.PoolSizes.Count;
        for (int i = 0; i < pools; i++) StudentGraph.AddNormed(tower, $"decoder.pools.{i}", size, input, 1);
        StudentGraph.AddNormed(tower, "decoder.bottleneck", size, input + pools * size, 3);
    }

    /// <summary>Emits features.</summary>
    public static OnnxValue Emit(Convolutions emit, StudentConfig config, OnnxValue last)
    {
        var graph = emit.Graph;
        var shape = graph.Add("Shape", [last]);
        OnnxValue height = Part(graph, shape, 2, 3), width = Part(graph, shape, 3, 4), side = Part(graph, shape, 2, 4);
        List<OnnxValue> maps = [last];
        foreach (var (regions, index) in StudentConfig.PoolSizes.Select((regions, index) => (regions, index)))
        {
            var across = graph.Add("Transpose", [Means(graph, width, regions)], OnnxAttribute.Integers("perm", 1, 0));
            var pooled = graph.Add("MatMul", [graph.Add("MatMul", [Means(graph, height, regions), last]), across]);
            var map = emit.ConvolveRelu($"decoder.pools.{index}.conv", pooled);
            var size = graph.Add(
                "Concat", [Part(graph, graph.Add("Shape", [map]), 0, 2), side], OnnxAttribute.Integer("axis", 0));
            maps.Add(graph.Add(
                "Resize",
                [map, OnnxValue.Omitted, OnnxValue.Omitted, size],
                OnnxAttribute.Word("mode", "linear"),
                OnnxAttribute.Word("coordinate_transformation_mode", "half_pixel")));
        }

        return emit.ConvolveRelu("decoder.bottleneck.conv", graph.Add("Concat", [.. maps], OnnxAttribute.Integer("axis", 1)));
    }

    /// <summary>
    /// PyTorch's adaptive means over a side as a matrix <c>[regions, side]</c>: region i has positions floor(i · side / regions) to
    /// ceil((i + 1) · side / regions), the last not included. ONNX has no such operation, and the side is known only with the photo.
    /// </summary>
    private static OnnxValue Means(OnnxGraph graph, OnnxValue side, int regions)
    {
        long[] first = [.. Enumerable.Range(0, regions).Select(i => (long)i)], next = [.. first.Select(i => i + 1)];
        var count = graph.Integers(regions);
        var begin = graph.Add("Div", [graph.Add("Mul", [graph.Integers(first), side]), count]);
        var products = graph.Add("Mul", [graph.Integers(next), side]);
        var end = graph.Add("Div", [graph.Add("Add", [products, graph.Integers(regions - 1)]), count]);
        OnnxValue from = Column(graph, begin), to = Column(graph, end);
        var places = graph.Add("Range", [graph.Whole(0), graph.Add("Squeeze", [side]), graph.Whole(1)]);
        var inside = graph.Add("And", [graph.Add("Not", [graph.Add("Less", [places, from])]), graph.Add("Less", [places, to])]);
        return graph.Add("Div", [Number(graph, inside), Number(graph, graph.Add("Sub", [to, from]))]);
    }

    private static OnnxValue Column(OnnxGraph graph, OnnxValue list) => graph.Add("Unsqueeze", [list, graph.Integers(1)]);

    private static OnnxValue Number(OnnxGraph graph, OnnxValue x) =>
        graph.Add("Cast", [x], OnnxAttribute.Integer("to", (int)OnnxType.Float));

    private static OnnxValue Part(OnnxGraph graph, OnnxValue shape, int from, int to) =>
        graph.Add("Slice", [shape, graph.Integers(from), graph.Integers(to)]);
}
