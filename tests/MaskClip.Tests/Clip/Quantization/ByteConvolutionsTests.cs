using System.Text;
using System.Text.RegularExpressions;
using MaskClip.Engine;
using MaskClip.Graph;
using MaskClip.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Tests.Clip.Quantization;

/// <summary>A small residual network in bytes against the same in fp32.</summary>
public sealed partial class ByteConvolutionsTests : IDisposable
{
    private const int Channels = 8, Side = 16;

    // Name, kernel; all from and to 8 channels.
    private static readonly (string Name, int Kernel)[] Layers = [("first", 3), ("inner", 1), ("shortcut", 1), ("last", 3)];

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-bytes").FullName;
    private readonly float[] image = [.. Enumerable.Range(0, Channels * Side * Side).Select(i => MathF.Sin(i * 0.37f) * (1 + i % 7))];

    [Fact]
    public void Emit_AllInBytes_StaysBytesUntilNumbersAreAsked()
    {
        var exact = Run(_ => LayerForm.Float32, out var nodes);
        Assert.DoesNotContain(nodes, node => node.StartsWith("QLinear", StringComparison.Ordinal));

        var rounded = Run(_ => LayerForm.Int8, out nodes);

        Assert.InRange(LayerSelection.MeanCosine(exact, rounded, exact.Length), 0.999, 0.9999999);
        Assert.Equal(Layers.Length, nodes.Count(node => node.StartsWith("QLinearConv", StringComparison.Ordinal)));
        Assert.Single(nodes, node => node.StartsWith("QLinearAdd", StringComparison.Ordinal));
        Assert.Single(nodes, node => node.StartsWith("QLinearAveragePool", StringComparison.Ordinal));
        Assert.DoesNotContain(nodes, node => node.StartsWith("Relu", StringComparison.Ordinal));
        // The photo and what the dilated average gives; what goes into that average and what comes out at the end.
        Assert.Equal(2, nodes.Count(node => node.StartsWith("QuantizeLinear", StringComparison.Ordinal)));
        Assert.Equal(2, nodes.Count(node => node.StartsWith("DequantizeLinear", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("first")]
    [InlineData("inner")]
    [InlineData("shortcut")]
    [InlineData("last")]
    public void Emit_OneLayerStaysInNumbers_IsNearerThanAllInBytes(string kept)
    {
        var exact = Run(_ => LayerForm.Float32, out _);
        var all = Run(_ => LayerForm.Int8, out _);

        var rounded = Run(layer => layer == kept ? LayerForm.Float32 : LayerForm.Int8, out var nodes);

        Assert.Equal(Layers.Length - 1, nodes.Count(node => node.StartsWith("QLinearConv", StringComparison.Ordinal)));
        Assert.NotEqual(all, rounded);
        Assert.InRange(LayerSelection.MeanCosine(exact, rounded, exact.Length), 0.999, 0.9999999);
    }

    [Fact]
    public void Emit_Gates_ComputeWhatTheyOpen()
    {
        float[] Gated(float gate) => Run(_ => LayerForm.Both, out _, gate);

        float[] exact = Run(_ => LayerForm.Float32, out _), closed = Gated(0);
        Assert.All(exact.Zip(closed), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        // A pool rounds once more when it stays in bytes.
        Assert.InRange(LayerSelection.MeanCosine(Run(_ => LayerForm.Int8, out _), Gated(1), Channels * Side * Side / 4), 0.9999, 1.0001);
    }

    [Fact]
    public void Emit_RangeMissing_IsRefusedWithTheMapsName()
    {
        var measures = Measure();
        var ranges = measures.Ranges.Where(range => range.Key != MeasuredConvolutions.Sum("inner")).ToDictionary();
        var error = Assert.Throws<InvalidDataException>(() =>
            Emit(new ByteConvolutions(new("test"), Weights(_ => LayerForm.Int8, measures), ranges)));
        Assert.Contains("'inner.sum'", error.Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static OnnxValue Emit(Convolutions emit)
    {
        var x = emit.ConvolveRelu("first", emit.Convolve("entry", emit.Graph.Input("image", OnnxType.Float, 1, Channels, Side, Side)));
        x = emit.AveragePool(x);
        x = emit.SumRelu("inner", emit.Convolve("inner", x), emit.Convolve("shortcut", x));
        return emit.Exact(emit.ConvolveRelu("last", emit.DilatedAverage(x, Channels, 1), dilation: 2));
    }

    private static WeightFile Weights(Func<string, LayerForm> formOf, MapMeasures measures)
    {
        var weights = new WeightFile("test.weights");
        foreach (var ((name, kernel), seed) in Layers.Append(("entry", 1)).Select((layer, i) => (layer, i)))
        {
            var random = new Random(seed);
            float[] weight =
            [
                .. Enumerable.Range(0, Channels * Channels * kernel * kernel).Select(_ => (random.NextSingle() - 0.5f) / kernel)
            ];
            float[] bias = [.. Enumerable.Range(0, Channels).Select(_ => random.NextSingle() - 0.3f)];
            var form = name == "entry" ? LayerForm.Float32 : formOf(name);
            int[] shape = [Channels, Channels, kernel, kernel];
            if (form != LayerForm.Int8) weights.Add($"{name}.weight", shape, () => weight);
            weights.Add($"{name}.bias", [Channels], () => bias);
            if (form == LayerForm.Float32) continue;
            var scales = ChannelQuantization.Scales(weight, bias);
            weights.Add(LinearLayers.Scales(name), [Channels], () => scales);
            weights.Add(ByteConvolutions.Bias(name), [Channels], () => ChannelQuantization.Correct(weight, bias, measures.Means[name]));
            weights.Add(LinearLayers.Bytes(name), shape, () => ChannelQuantization.Quantize(weight, scales));
        }

        return weights;
    }

    private MapMeasures Measure()
    {
        var graph = new OnnxGraph("test");
        var weights = Weights(_ => LayerForm.Float32, MapMeasures.None);
        var emit = new MeasuredConvolutions(graph, weights);
        Emit(emit);
        emit.Finish("measures");
        return emit.Read([Compute(graph, weights, "measures", 0)]);
    }

    private float[] Run(Func<string, LayerForm> formOf, out string[] nodes, float gate = 0)
    {
        var graph = new OnnxGraph("test");
        var measures = Measure();
        var weights = Weights(formOf, measures);
        graph.Output(Emit(new ByteConvolutions(graph, weights, measures.Ranges)), "result", 1, Channels, Side / 2, Side / 2);
        var result = Compute(graph, weights, "result", gate);
        nodes =
        [
            .. NodeName().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(folder, "test.onnx"))))
                .Select(match => match.Value)
                .Distinct(),
        ];
        return result;
    }

    private float[] Compute(OnnxGraph graph, WeightFile weights, string output, float gate)
    {
        using (var stream = File.Create(Path.Combine(folder, weights.FileName))) weights.Write(stream);
        using (var stream = File.Create(Path.Combine(folder, "test.onnx"))) graph.Write(stream);
        using var session = new EngineSession(Path.Combine(folder, "test.onnx"), threads: 1);
        using var photo = OrtValue.CreateTensorValueFromMemory(image, [1, Channels, Side, Side]);
        using var gates = OrtValue.CreateTensorValueFromMemory(new[] { gate }, []);
        var inputs = session.Inputs.ToDictionary(input => input.Name, input => input.Name == "image" ? photo : gates);
        using var results = session.Run(inputs, [output], CancellationToken.None);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    [GeneratedRegex("[A-Za-z]+_[0-9]+")]
    private static partial Regex NodeName();
}
