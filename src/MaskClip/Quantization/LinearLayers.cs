using MaskClip.Graph;

namespace MaskClip.Quantization;

/// <summary>Emits linear layers in the form in which the weight file has them.</summary>
/// <remarks>
/// An 8-bit layer measures its input's range anew for every photo (<c>DynamicQuantizeLinear</c>: unsigned bytes, one scale), multiplies
/// bytes and gives floating-point numbers back. Layers that read the same value (query, key and value) share its bytes.
/// </remarks>
internal sealed class LinearLayers(OnnxGraph graph, WeightFile weights)
{
    private const string GatePrefix = "gate/";

    private readonly Dictionary<OnnxValue, OnnxValue[]> bytes = [];
    private readonly Dictionary<string, OnnxValue> gates = new(StringComparer.Ordinal);

    /// <summary>
    /// The layer that shares its input, and so its fate, with the others of its kind: <c>….attn.in</c> for query, key and value.
    /// </summary>
    public static string Unit(string prefix) =>
        prefix.EndsWith(".attn.q", StringComparison.Ordinal) || prefix.EndsWith(".attn.k", StringComparison.Ordinal)
            || prefix.EndsWith(".attn.v", StringComparison.Ordinal)
            ? $"{prefix[..^1]}in"
            : prefix;

    /// <summary>The gate's input in a graph made for calibration, or the layer whose gate an input is.</summary>
    public static string Gate(string prefix) => GatePrefix + prefix;

    /// <summary>The layer that a calibration graph's input opens and closes; <see langword="null"/> when it is not a gate.</summary>
    public static string? LayerOf(string input) =>
        input.StartsWith(GatePrefix, StringComparison.Ordinal) ? input[GatePrefix.Length..] : null;

    /// <summary>Name of a layer's bytes in the weight file.</summary>
    public static string Bytes(string prefix) => $"{prefix}.weight.int8";

    /// <summary>Name of the scales of a layer's bytes in the weight file.</summary>
    public static string Scales(string prefix) => $"{prefix}.weight.scale";

    /// <summary>A layer's output <c>x · W + b</c>.</summary>
    public OnnxValue Emit(string prefix, OnnxValue x)
    {
        if (!weights.Has(Bytes(prefix))) return Exact(prefix, x);
        if (!weights.Has($"{prefix}.weight")) return Quantized(prefix, x);
        var exact = Exact(prefix, x);
        if (!gates.TryGetValue(prefix, out var gate)) gates.Add(prefix, gate = graph.Input(Gate(prefix), OnnxType.Float));
        return graph.Add("Add", [exact, graph.Add("Mul", [gate, graph.Add("Sub", [Quantized(prefix, x), exact])])]);
    }

    private OnnxValue Exact(string prefix, OnnxValue x) =>
        graph.Add("Add", [graph.Add("MatMul", [x, Weight($"{prefix}.weight")]), Weight($"{prefix}.bias")]);

    private OnnxValue Quantized(string prefix, OnnxValue x)
    {
        if (!bytes.TryGetValue(x, out var input)) bytes.Add(x, input = graph.Add("DynamicQuantizeLinear", 3, [x]));
        // Arguments: input, weight, their scales, their zero points (the weight's is zero), bias.
        return graph.Add(
            "MatMulIntegerToFloat",
            [input[0], Weight(Bytes(prefix)), input[1], Weight(Scales(prefix)), input[2], OnnxValue.Omitted, Weight($"{prefix}.bias")]);
    }

    private OnnxValue Weight(string tensor) => graph.Weight(weights, tensor);
}
