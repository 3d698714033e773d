using MaskClip.Graph;

namespace MaskClip.Quantization;

/// <summary>
/// Emits convolutions in fp32 and measures what convolutions in bytes need to know: the range of every map, and the mean of every channel
/// that comes in.
/// </summary>
internal sealed class MeasuredConvolutions(OnnxGraph graph, WeightFile weights) : Convolutions(graph, weights)
{
    private static readonly string[] Ends = ["ReduceMin", "ReduceMax"];

    private readonly WeightFile weights = weights;
    private readonly OrderedDictionary<string, OnnxValue> inputs = [];
    private readonly OrderedDictionary<string, OnnxValue> maps = [];

    /// <summary>The name of a block's sum among the maps, which otherwise have their convolution's name.</summary>
    public static string Sum(string prefix) => $"{prefix}.sum";

    /// <inheritdoc/>
    public override OnnxValue Convolve(string prefix, OnnxValue x, int stride = 1, int dilation = 1, int groups = 1)
    {
        inputs[prefix] = x;
        return maps[prefix] = base.Convolve(prefix, x, stride, dilation, groups);
    }

    /// <inheritdoc/>
    public override OnnxValue ConvolveRelu(string prefix, OnnxValue x, int stride = 1, int dilation = 1, int groups = 1) =>
        maps[prefix] = base.ConvolveRelu(prefix, x, stride, dilation, groups); // what is behind the Relu counts, not what is before it

    /// <inheritdoc/>
    public override OnnxValue SumRelu(string prefix, OnnxValue x, OnnxValue y) => maps[Sum(prefix)] = base.SumRelu(prefix, x, y);

    /// <summary>
    /// Makes all measures one output: least and greatest of the first map, of the second, and so on; then the channels' means.
    /// </summary>
    public void Finish(string output)
    {
        OnnxValue[] ends =
        [
            .. maps.Values.SelectMany(map => Ends, (map, end) => Graph.Add("Reshape", [Graph.Add(end, [map]), Graph.Integers(1)]))
        ];
        OnnxValue[] means =
        [
            .. inputs.Values.Select(x =>
                Graph.Add("ReduceMean", [x], OnnxAttribute.Integers("axes", 0, 2, 3), OnnxAttribute.Integer("keepdims", 0))),
        ];
        Graph.Output(Graph.Add("Concat", [.. ends, .. means], OnnxAttribute.Integer("axis", 0)), output, "measures");
    }

    /// <summary>What the output says of several photos.</summary>
    /// <param name="photos">The output for each photo.</param>
    public MapMeasures Read(IReadOnlyList<float[]> photos)
    {
        var ranges = new OrderedDictionary<string, ValueRange>();
        var means = new OrderedDictionary<string, float[]>();
        int at = 0;
        foreach (var map in maps.Keys)
        {
            ranges.Add(map, ValueRange.Of(photos.Min(ends => ends[at]), photos.Max(ends => ends[at + 1])));
            at += 2;
        }

        foreach (var prefix in inputs.Keys)
        {
            int channels = weights[$"{prefix}.weight"].Shape[1];
            means.Add(prefix, [.. Enumerable.Range(at, channels).Select(i => photos.Average(photo => photo[i]))]);
            at += channels;
        }

        return new(ranges, means);
    }
}
