using MaskClip.Graph;

namespace MaskClip.Quantization;

/// <summary>Emits convolutions in the form in which the weight file has them: fp32, bytes, or both behind a gate.</summary>
/// <remarks>
/// <para>
/// What a convolution in bytes gives stays bytes as long as what follows takes such: the next convolution, a pool, the sum at a block's
/// end. A map is turned from one form to the other where it is asked for in the other, once.
/// </para>
/// <para>
/// A Relu needs no operation: a map that has passed one begins at 0, so its byte 0 stands for 0, and what is less ends there.
/// </para>
/// </remarks>
/// <param name="graph">The graph.</param>
/// <param name="weights">The weights.</param>
/// <param name="ranges">Each map's range, by the names of <see cref="MeasuredConvolutions"/>; those next to a convolution in bytes must be
/// there.</param>
internal sealed class ByteConvolutions(OnnxGraph graph, WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges)
    : Convolutions(graph, weights)
{
    // The bias's bytes are computed when a session opens; a bias that does not fit is cut off rather than wrapped around.
    private const float GreatestBias = 1 << 30;

    private readonly Dictionary<OnnxValue, ValueRange> rangeOf = [];
    private readonly Dictionary<OnnxValue, OnnxValue> bytesOf = [];
    private readonly Dictionary<OnnxValue, OnnxValue> numbersOf = [];
    private readonly Dictionary<string, OnnxValue> gates = new(StringComparer.Ordinal);

    /// <summary>Name of the bias of a convolution in bytes in the weight file.</summary>
    public static string Bias(string prefix) => $"{prefix}.bias.int8";

    /// <inheritdoc/>
    public override OnnxValue Convolve(string prefix, OnnxValue x, int stride = 1, int dilation = 1, int groups = 1) => Formed(
        prefix,
        prefix,
        () => base.Convolve(prefix, Exact(x), stride, dilation, groups),
        () => Quantized(prefix, x, stride, dilation, groups));

    /// <inheritdoc/>
    public override OnnxValue ConvolveRelu(string prefix, OnnxValue x, int stride = 1, int dilation = 1, int groups = 1) => Formed(
        prefix,
        prefix,
        () => Relu(base.Convolve(prefix, Exact(x), stride, dilation, groups)),
        () => Quantized(prefix, x, stride, dilation, groups));

    /// <inheritdoc/>
    public override OnnxValue SumRelu(string prefix, OnnxValue x, OnnxValue y) => Formed(
        prefix,
        MeasuredConvolutions.Sum(prefix),
        () => Relu(Sum(Exact(x), Exact(y))),
        () => Graph.Add(
            "QLinearAdd",
            [Bytes(x), .. Steps(rangeOf[x]), Bytes(y), .. Steps(rangeOf[y]), .. Steps(RangeOf(MeasuredConvolutions.Sum(prefix)))]));

    /// <inheritdoc/>
    public override OnnxValue AveragePool(OnnxValue x)
    {
        if (!bytesOf.TryGetValue(x, out var bytes)) return Like(x, base.AveragePool(x));
        var steps = Steps(rangeOf[x]);
        var pooled = Like(x, Graph.Add("QLinearAveragePool", [bytes, .. steps, .. steps], PoolAttributes));
        return bytesOf[pooled] = pooled;
    }

    /// <inheritdoc/>
    public override OnnxValue MaximumPool(OnnxValue x)
    {
        if (!bytesOf.TryGetValue(x, out var bytes)) return Like(x, base.MaximumPool(x));
        var pooled = Like(x, base.MaximumPool(bytes)); // the greatest byte is the greatest number
        return bytesOf[pooled] = pooled;
    }

    /// <inheritdoc/>
    public override OnnxValue CropLike(OnnxValue x, OnnxValue other)
    {
        var cropped = Like(x, base.CropLike(x, other));
        if (bytesOf.TryGetValue(x, out var bytes) && bytes == x) bytesOf[cropped] = cropped;
        return cropped;
    }

    /// <inheritdoc/>
    public override OnnxValue DilatedAverage(OnnxValue x, int channels, int dilation) =>
        Like(x, base.DilatedAverage(Exact(x), channels, dilation));

    /// <inheritdoc/>
    public override OnnxValue Exact(OnnxValue x)
    {
        if (!bytesOf.TryGetValue(x, out var bytes) || bytes != x) return x;
        if (!numbersOf.TryGetValue(x, out var numbers)) numbersOf.Add(x, numbers = Numbers(x, rangeOf[x]));
        return numbers;
    }

    /// <summary>A map in the form that its layer has.</summary>
    private OnnxValue Formed(string layer, string map, Func<OnnxValue> exact, Func<OnnxValue> quantized)
    {
        OnnxValue result;
        if (!Has(LinearLayers.Bytes(layer)))
        {
            result = exact();
            if (ranges.TryGetValue(map, out var known)) rangeOf[result] = known;
            return result;
        }

        var range = RangeOf(map);
        if (!Has($"{layer}.weight"))
        {
            result = quantized();
            bytesOf[result] = result;
        }
        else
        {
            if (!gates.TryGetValue(layer, out var gate)) gates.Add(layer, gate = Graph.Input(LinearLayers.Gate(layer), OnnxType.Float));
            var first = exact();
            result = Sum(first, Graph.Add("Mul", [gate, Graph.Add("Sub", [Numbers(quantized(), range), first])]));
        }

        rangeOf[result] = range;
        return result;
    }

    private OnnxValue Quantized(string prefix, OnnxValue x, int stride, int dilation, int groups)
    {
        var bytes = LinearLayers.Bytes(prefix);
        OnnxValue[] input = Steps(rangeOf[x]);
        OnnxValue scales = Weight(LinearLayers.Scales(prefix));
        var bias = Graph.Add("Div", [Weight(Bias(prefix)), Graph.Add("Mul", [scales, input[0]])]);
        bias = Graph.Add("Clip", [Graph.Add("Round", [bias]), Graph.Scalar(-GreatestBias), Graph.Scalar(GreatestBias)]);
        return Graph.Add(
            "QLinearConv",
            [
                Bytes(x),
                .. input,
                Weight(bytes),
                scales,
                Graph.SignedByte(0),
                .. Steps(RangeOf(prefix)),
                Graph.Add("Cast", [bias], OnnxAttribute.Integer("to", (int)OnnxType.Int32)),
            ],
            Attributes(bytes, stride, dilation, groups));
    }

    private OnnxValue Bytes(OnnxValue x)
    {
        if (!bytesOf.TryGetValue(x, out var bytes)) bytesOf.Add(x, bytes = Graph.Add("QuantizeLinear", [x, .. Steps(rangeOf[x])]));
        return bytes;
    }

    private OnnxValue Numbers(OnnxValue bytes, ValueRange range) => Graph.Add("DequantizeLinear", [bytes, .. Steps(range)]);

    private OnnxValue[] Steps(ValueRange range) => [Graph.Scalar(range.Scale), Graph.Byte(range.Zero)];

    private OnnxValue Like(OnnxValue x, OnnxValue result)
    {
        if (rangeOf.TryGetValue(x, out var range)) rangeOf[result] = range;
        return result;
    }

    private ValueRange RangeOf(string map) =>
        ranges.TryGetValue(map, out var range)
            ? range
            : throw new InvalidDataException($"The range of the map '{map}' is not known, so it cannot be computed in int8.");
}
