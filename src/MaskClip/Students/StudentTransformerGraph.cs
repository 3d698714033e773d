
using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>A student's transformer and its linear decoder as part of an ONNX graph.</summary>
internal static class StudentTransformerGraph
{
    private const string Decoder = "decoder.weight";
    private const string Positions = "visual.positional_embedding";
    private const double CubicCoefficient = -0.75; // PyTorch's

    /// <summary>Lays out the weights, under openai/CLIP's names.</summary>
    public static void AddWeights(TowerWeights tower, StudentTransformer transformer, int embeddingSize)
    {
        VisionTransformer.AddWeights(tower, transformer.Tower(embeddingSize));
        tower.Add(Positions, 1 + transformer.Grid * transformer.Grid, transformer.Width);
        tower.Add(Decoder, StudentTransformer.Parts * StudentTransformer.Parts * embeddingSize, transformer.Width);
    }

    /// <summary>Emits features <c>[n, d, height/s, width/s]</c> of unit length times the scale.</summary>
    public static OnnxValue Emit(OnnxGraph graph, WeightFile weights, StudentTransformer transformer, int embeddingSize, OnnxValue image)
    {
        var tower = transformer.Tower(embeddingSize);
        var shape = graph.Add("Shape", [image]);
        var grid = graph.Add(
            "Div",
            [graph.Add("Slice", [shape, graph.Integers(2), graph.Integers(4)]), graph.Integers(transformer.Patch, transformer.Patch)]);
        var positions = Resized(graph, graph.Weight(weights, Positions), grid, transformer);
        var trunk = VisionTransformer.Trunk(graph, tower, weights, transformer.Epsilon, transformer.Activation, image, positions);
        var tokens = trunk.Blocks.Norm("visual.ln_post", DenseMethods.Parse("maskclip").Emit(trunk));
        var parts = graph.Add("MatMul", [tokens, Transpose(graph, graph.Weight(weights, Decoder), 1, 0)]);
        var size = graph.Add(
            "Concat",
            [graph.Integers(0, StudentTransformer.Parts * StudentTransformer.Parts * embeddingSize), grid],
            OnnxAttribute.Integer("axis", 0));
        var map = graph.Add("Reshape", [Transpose(graph, parts, 0, 2, 1), size]);
        var finer = graph.Add(
            "DepthToSpace", [map], OnnxAttribute.Integer("blocksize", StudentTransformer.Parts), OnnxAttribute.Word("mode", "DCR"));
        var features = graph.Add("LpNormalization", [finer], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("p", 2));
        return graph.Add("Mul", [features, graph.Scalar(transformer.Scale)]);
    }

    // As PyTorch's interpolate(mode="bicubic"); the class token's row stays.
    private static OnnxValue Resized(OnnxGraph graph, OnnxValue table, OnnxValue grid, StudentTransformer transformer)
    {
        int side = transformer.Grid, width = transformer.Width;
        var map = Transpose(graph, graph.Add("Slice", [table, graph.Integers(1), graph.Integers(1 + side * side)]), 1, 0);
        map = graph.Add("Reshape", [map, graph.Integers(1, width, side, side)]);
        var size = graph.Add("Concat", [graph.Integers(1, width), grid], OnnxAttribute.Integer("axis", 0));
        map = graph.Add(
            "Resize", [map, OnnxValue.Omitted, OnnxValue.Omitted, size], OnnxAttribute.Word("mode", "cubic"), OnnxAttribute.Number(
                "cubic_coeff_a", (float)CubicCoefficient), OnnxAttribute.Word("coordinate_transformation_mode", "half_pixel"));
        var places = Transpose(graph, graph.Add("Reshape", [map, graph.Integers(1, width, -1)]), 0, 2, 1);
        var first = graph.Add("Reshape", [graph.Add("Slice", [table, graph.Integers(0), graph.Integers(1)]), graph.Integers(1, 1, width)]);
        return graph.Add("Concat", [first, places], OnnxAttribute.Integer("axis", 1));
    }

    private static OnnxValue Transpose(OnnxGraph graph, OnnxValue x, params long[] order) =>
        graph.Add("Transpose", [x], OnnxAttribute.Integers("perm", order));
}
