using MaskClip.Graph;

namespace MaskClip.Clip.Quantisation;

/// <summary>Emits convolutions in fp32 and measures what <see cref="ByteConvolutions"/> needs to know: the range of every map.</summary>
internal sealed class MeasuredConvolutions(OnnxGraph graph, WeightFile weights) : Convolutions(graph, weights)
{
    private readonly OrderedDictionary<string, string> maps = [];

    /// <summary>The name of a block's sum among the maps, which otherwise have their convolution's name.</summary>
    public static string Sum(string prefix) => $"{prefix}.sum";

    /// <inheritdoc/>
    public override string Convolve(string prefix, string x, int stride = 1, int dilation = 1, int groups = 1) =>
        maps[prefix] = base.Convolve(prefix, x, stride, dilation, groups);

    /// <inheritdoc/>
    public override string ConvolveRelu(string prefix, string x, int stride = 1, int dilation = 1, int groups = 1) =>
        maps[prefix] = base.ConvolveRelu(prefix, x, stride, dilation, groups); // what is behind the Relu counts, not what is before it

    /// <inheritdoc/>
    public override string SumRelu(string prefix, string x, string y) => maps[Sum(prefix)] = base.SumRelu(prefix, x, y);

    /// <summary>Makes all ranges one output: least and greatest of the first map, of the second, and so on.</summary>
    /// <returns>The maps' names.</returns>
    public IReadOnlyList<string> Finish(string output)
    {
        string[] ends = [.. maps.Values.SelectMany(map => new[] { "ReduceMin", "ReduceMax" }, (map, end) => Graph.Add("Reshape", [Graph.Add(end, [map]), Graph.Integers(1)]))];
        Graph.Output(Graph.Add("Concat", ends, OnnxAttribute.Integer("axis", 0)), output, ends.Length);
        return [.. maps.Keys];
    }
}
