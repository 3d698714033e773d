using System.Diagnostics;
using MaskClip.Clip;
using MaskClip.Graph;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Benchmarks;

internal sealed class ConvProbe
{
    private readonly OnnxGraph graph = new("probe");
    private readonly WeightFile weights;
    private readonly bool bytes;
    private readonly bool explicitBias;
    private readonly Random random = new(1);
    private readonly Dictionary<string, (string Name, float Scale, byte Zero)> quantised = [];

    private ConvProbe(string file, bool bytes, bool explicitBias = true)
    {
        weights = new(file);
        this.bytes = bytes;
        this.explicitBias = explicitBias;
    }

    private const float S = 0.03f;
    private string Sc => graph.Scalar(S);

    private string Start(string x) => bytes ? graph.Add("QuantizeLinear", [x, Sc, graph.Byte(128)]) : x;
    private string End(string x, byte zero) => bytes ? graph.Add("DequantizeLinear", [x, Sc, graph.Byte(zero)]) : x;

    private int count;

    private string Conv(string x, int inp, int outp, int kernel, bool relu, ref byte zero, int stride = 1, int dilation = 1)
    {
        var name = $"w{count++}";
        int n = outp * inp * kernel * kernel;
        float std = MathF.Sqrt(2f / (inp * kernel * kernel));
        long pad = kernel / 2 * dilation;
        OnnxAttribute[] attrs =
        [
            OnnxAttribute.Integers("kernel_shape", kernel, kernel), OnnxAttribute.Integers("strides", stride, stride),
            OnnxAttribute.Integers("dilations", dilation, dilation), OnnxAttribute.Integers("pads", pad, pad, pad, pad),
        ];
        int[] shape = [outp, inp, kernel, kernel];
        if (!bytes)
        {
            weights.Add(name, shape, () => { var v = new float[n]; for (int i = 0; i < n; i++) v[i] = (random.NextSingle() - 0.5f) * 3.4f * std; return v; });
            weights.Add(name + "b", [outp], () => new float[outp]);
            var y = graph.Add("Conv", [x, graph.Weight(weights, name), graph.Weight(weights, name + "b")], attrs);
            return relu ? graph.Add("Relu", [y]) : y;
        }

        weights.Add(name, shape, () => { var v = new sbyte[n]; for (int i = 0; i < n; i++) v[i] = (sbyte)random.Next(-64, 65); return v; });
        weights.Add(name + "b", [outp], () => new int[outp]);
        weights.Add(name + "s", [outp], () => { var v = new float[outp]; v.AsSpan().Fill(1.7f * std / 64); return v; });
        byte outZero = relu ? (byte)0 : (byte)128;
        var result = graph.Add("QLinearConv",
            [x, Sc, graph.Byte(zero), graph.Weight(weights, name), graph.Weight(weights, name + "s"), graph.SignedByte(0), Sc, graph.Byte(outZero), graph.Weight(weights, name + "b")], attrs);
        zero = outZero;
        return result;
    }

    private string Sum(string x, byte zx, string y, byte zy, ref byte zero)
    {
        if (!bytes) return graph.Add("Relu", [graph.Add("Add", [x, y])]);
        zero = 0;
        return graph.AddContributed("QLinearAdd", [x, Sc, graph.Byte(zx), y, Sc, graph.Byte(zy), Sc, graph.Byte(0)]);
    }

    private string Pool(string x, byte zero)
    {
        OnnxAttribute[] attrs = [OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("strides", 2, 2)];
        return bytes ? graph.AddContributed("QLinearAveragePool", [x, Sc, graph.Byte(zero), Sc, graph.Byte(zero)], attrs) : graph.Add("AveragePool", [x], attrs);
    }

    private string DilatedPool(string x, int channels, int dilation, byte zero)
    {
        var f = End(x, zero);
        var padded = graph.Add("Pad", [f, graph.Integers(0, 0, 0, 0, 0, 0, dilation, dilation)], OnnxAttribute.Word("mode", "edge"));
        var kernel = graph.Add("Expand", [graph.Scalar(0.25f), graph.Integers(channels, 1, 2, 2)]);
        var y = graph.Add("Conv", [padded, kernel], OnnxAttribute.Integer("group", channels), OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("dilations", dilation, dilation));
        return bytes ? graph.Add("QuantizeLinear", [y, Sc, graph.Byte(zero)]) : y;
    }

    private string FloatStem(string image, int width)
    {
        int n = width / 2 * 27;
        weights.Add("stem", [width / 2, 3, 3, 3], () => { var v = new float[n]; v.AsSpan().Fill(0.01f); return v; });
        var y = graph.Add("Conv", [End(image, 128), graph.Weight(weights, "stem")], OnnxAttribute.Integers("kernel_shape", 3, 3), OnnxAttribute.Integers("strides", 2, 2), OnnxAttribute.Integers("pads", 1, 1, 1, 1));
        return graph.Add("QuantizeLinear", [graph.Add("Relu", [y]), Sc, graph.Byte(0)]);
    }

    private string Trunk(string image, int[] layers, int width, int outputStride, ref byte zero)
    {
        var trunk = new ResidualTrunk(BackboneKind.Clip, layers, width, outputStride);
        bool f = Environment.GetEnvironmentVariable("STEMFP") is not null;
        var x = image;
        if (f && bytes) { x = FloatStem(image, width); zero = 0; }
        else x = Conv(image, 3, width / 2, 3, true, ref zero, 2);
        x = Conv(x, width / 2, width / 2, 3, true, ref zero);
        x = Conv(x, width / 2, width, 3, true, ref zero);
        x = Pool(x, zero);
        foreach (var b in trunk.Blocks())
        {
            byte zx = zero, zy = zero;
            var y = Conv(x, b.Input, b.Planes, 1, true, ref zy);
            y = Conv(y, b.Planes, b.Planes, 3, true, ref zy, 1, b.Dilation);
            if (b.Pools) y = b.Stride == 2 ? Pool(y, zy) : DilatedPool(y, b.Planes, b.Dilation, zy);
            y = Conv(y, b.Planes, b.Output, 1, false, ref zy);
            var s = x;
            if (b.Projects)
            {
                if (b.Pools) s = b.Stride == 2 ? Pool(s, zx) : DilatedPool(s, b.Input, b.Dilation, zx);
                s = Conv(s, b.Input, b.Output, 1, false, ref zx);
            }

            x = Sum(y, zy, s, zx, ref zero);
        }

        return x;
    }

    private InferenceSession Write(string folder, int threads)
    {
        using (var s = File.Create(Path.Combine(folder, weights.FileName))) weights.Write(s);
        var path = Path.Combine(folder, weights.FileName + ".onnx");
        using (var s = File.Create(path)) graph.Write(s);
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", Environment.GetEnvironmentVariable("NOSPIN") is null ? "1" : "0");
        if (Environment.GetEnvironmentVariable("DUMP") is not null) options.OptimizedModelFilePath = path + ".opt.onnx";
        if (Environment.GetEnvironmentVariable("PROF") is not null) { options.EnableProfiling = true; options.ProfileOutputPathPrefix = path; }
        return new InferenceSession(path, options);
    }

    public static void Print(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("convprobe").FullName;
        int threads = int.Parse(args[0]), rounds = int.Parse(args[1]);
        if (args[2] == "trunk")
        {
            int side = int.Parse(args[3]), stride = int.Parse(args[4]), width = int.Parse(args[5]);
            int[] layers = width == 64 ? [3, 4, 6, 3] : [2, 2, 2, 2];
            Compare($"RN {width} {side} /{stride}", folder, threads, rounds, [1, 3, side, side], probe =>
            {
                byte zero = 128;
                var x = probe.Trunk(probe.Start(probe.graph.Input("image", OnnxType.Float, "n", 3, "h", "w")), layers, width, stride, ref zero);
                probe.graph.Output(probe.End(x, zero), "y", "n", 32 * width, "r", "c");
            });
        }
        else
        {
            int side = int.Parse(args[3]);
            // stage: 1x1 in->planes, 3x3 planes, 1x1 planes->out at side/4.., each alone as a chain of 6
            (int In, int Out, int K, int Down)[] shapes =
            [
                (32, 32, 3, 2), (64, 64, 3, 4), (256, 64, 1, 4), (128, 128, 3, 8), (512, 128, 1, 8),
                (256, 256, 3, 16), (1024, 256, 1, 16), (512, 512, 3, 32), (2048, 512, 1, 32), (512, 512, 3, 16), (2048, 512, 1, 16),
            ];
            foreach (var (inp, outp, k, down) in shapes)
            {
                Compare($"{k}x{k} {inp}<->{outp} at {side / down}", folder, threads, rounds, [1, inp, side / down, side / down], probe =>
                {
                    byte zero = 128;
                    var x = probe.Start(probe.graph.Input("image", OnnxType.Float, "n", inp, "h", "w"));
                    for (int i = 0; i < 4; i++)
                    {
                        x = probe.Conv(x, inp, outp, k, true, ref zero);
                        x = probe.Conv(x, outp, inp, k, true, ref zero);
                    }

                    probe.graph.Output(probe.End(x, zero), "y", "n", inp, "r", "c");
                });
            }
        }

        if (Environment.GetEnvironmentVariable("DUMP") is null && Environment.GetEnvironmentVariable("PROF") is null) Directory.Delete(folder, true);
        else Console.WriteLine(folder);
    }

    private static void Compare(string what, string folder, int threads, int rounds, long[] shape, Action<ConvProbe> build)
    {
        var sessions = new[] { false, true }.Select(bytes =>
        {
            var probe = new ConvProbe($"{(bytes ? "q" : "f")}", bytes);
            build(probe);
            return probe.Write(folder, threads);
        }).ToArray();
        var data = new float[shape.Aggregate(1L, (a, b) => a * b)];
        var random = new Random(3);
        for (int i = 0; i < data.Length; i++) data[i] = (random.NextSingle() - 0.5f) * 4;
        using var value = OrtValue.CreateTensorValueFromMemory(data, shape);
        double Time(InferenceSession s)
        {
            Thread.Sleep(60);
            var inputs = new Dictionary<string, OrtValue> { ["image"] = value };
            using var run = new RunOptions();
            var clock = Stopwatch.StartNew();
            using var r = s.Run(run, inputs, ["y"]);
            return clock.Elapsed.TotalMilliseconds;
        }

        foreach (var s in sessions) Time(s);
        var times = Enumerable.Range(0, rounds).Select(_ => sessions.Select(Time).ToArray()).ToArray();
        double Median(Func<double[], double> f) => times.Select(f).Order().ElementAt(rounds / 2);
        Console.WriteLine($"{what,-28} fp32 {Median(t => t[0]),8:0.00} (min {times.Min(t => t[0]):0.00})  int8 {Median(t => t[1]),8:0.00} (min {times.Min(t => t[1]):0.00})  ratio {Median(t => t[0] / t[1]):0.00}  of mins {times.Min(t => t[0]) / times.Min(t => t[1]):0.00}");
        foreach (var s in sessions) s.Dispose();
    }
}
