using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>A student's linear map and the context beside it as part of an ONNX graph.</summary>
internal static class ContextGraph
{
    private const string Map = "decoder.map";
    private const string Reduce = "decoder.reduce";
    private const string Last = "decoder.last";

    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(StudentFile file, TowerWeights tower, WeightFile weights)
    {
        var config = file.Config;
        int input = config.Backbone!.Channels, size = config.EmbeddingSize;
        weights.Add($"{Map}.weight", [size, input, 1, 1], () => file.Require($"{Map}.weight").ToArray());
        weights.Add($"{Map}.bias", [size], () => file.Require($"{Map}.bias").ToArray());
        StudentGraph.AddNormed(tower, Reduce, StudentConfig.ContextChannels, input, 1);
        foreach (var (name, _) in Branches(config))
            StudentGraph.AddNormed(tower, name, StudentConfig.ContextChannels, StudentConfig.ContextChannels, 3);
        weights.Add(
            $"{Last}.weight", [size, StudentConfig.ContextChannels, 1, 1], () => file.Require($"{Last}.weight").ToArray());
        weights.Add($"{Last}.bias", [size], () => file.Require($"{Last}.bias").ToArray());
    }

    /// <summary>Emits features of unit length times the scale.</summary>
    public static OnnxValue Emit(Convolutions emit, StudentConfig config, OnnxValue last)
    {
        var reduced = emit.ConvolveRelu($"{Reduce}.conv", last);
        var context = Branches(config)
            .Select(branch => emit.ConvolveRelu($"{branch.Name}.conv", reduced, dilation: branch.Dilation))
            .Aggregate(emit.Sum);
        var features = emit.Graph.Add(
            "LpNormalization",
            [emit.Sum(emit.Convolve(Map, last), emit.Convolve(Last, context))],
            OnnxAttribute.Integer("axis", 1),
            OnnxAttribute.Integer("p", 2));
        return emit.Graph.Add("Mul", [features, emit.Graph.Scalar(config.FeatureScale)]);
    }

    private static IEnumerable<(string Name, int Dilation)> Branches(StudentConfig config) =>
        config.Dilations.Select((dilation, index) => ($"decoder.aspp.{index}", dilation));
}
