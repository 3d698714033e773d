using BenchmarkDotNet.Attributes;
using MaskClip.Checkpoints;
using MaskClip.Imaging;
using MaskClip.Towers;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>One photo through ViT-B/16: libtorch eager, ONNX Runtime with nothing around it, and what users call.</summary>
public class EmbedBenchmarks
{
    private RgbImage photo = null!;
    private float[] pixels = null!;
    private Segmenter segmenter = null!;
    private Segmenter small = null!;
    private Checkpoint checkpoint = null!;
    private TorchTower torch = null!;
    private BareSession session = null!;

    /// <summary>Side of the photo in pixels.</summary>
    [Params(224, 512)]
    public int Side { get; set; }

    /// <summary>How both precisions are opened.</summary>
    internal static SegmenterOptions Options(int size, Precision precision) => new()
    {
        Photos = new() { Size = size, Keys = false },
        Precision = precision,
        CacheFolder = RandomModel.Folder,
    };

    /// <summary>Opens the same weights four times and checks that all sides compute the same.</summary>
    [GlobalSetup]
    public void Setup()
    {
        photo = SamplePostcard.Draw(Side, Side);
        pixels = new float[3 * Side * Side];
        ImageTensor.Normalize(photo, [.. ClipConfig.ClipMean], [.. ClipConfig.ClipStd], pixels);
        segmenter = Segmenter.Load(RandomModel.Path, Options(Side, Precision.Float32));
        small = Segmenter.Load(RandomModel.Path, Options(Side, Precision.Int8));
        checkpoint = Checkpoint.Open(RandomModel.Path);
        torch = new TorchTower(checkpoint);
        session = new BareSession(segmenter.Model, segmenter.OutputStride);
        using var features = segmenter.Embed(photo);
        var other = torch.Encode(pixels, Side, Side);
        for (int i = 0; i < other.Length; i++)
        {
            if (Math.Abs(features.Features[i] - other[i]) > 1e-3f)
            {
                throw new InvalidOperationException(
                    $"Number {i} is {features.Features[i]} here and {other[i]} in libtorch: the two do not compute the same.");
            }
        }
    }

    /// <summary>libtorch, eager, fp32.</summary>
    [Benchmark(Baseline = true)]
    public float[] TorchSharp() => torch.Encode(pixels, Side, Side);

    /// <summary>ONNX Runtime on our graph, nothing around it.</summary>
    [Benchmark]
    public float BareSession() => session.Run(pixels, Side, Side);

    /// <summary>What users call: resize, normalize, run, copy.</summary>
    [Benchmark]
    public int Embed()
    {
        using var features = segmenter.Embed(photo);
        return features.GridWidth;
    }

    /// <summary>The same in int8.</summary>
    [Benchmark]
    public int EmbedInt8()
    {
        using var features = small.Embed(photo);
        return features.GridWidth;
    }

    /// <summary>Mean cosine between the features of int8 and of fp32.</summary>
    internal double Int8Cosine()
    {
        using DenseFeatures exact = segmenter.Embed(photo), rounded = small.Embed(photo);
        return Quantization.LayerSelection.MeanCosine(exact.Features, rounded.Features, exact.Size);
    }

    /// <summary>Lets go of everything.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        session.Dispose();
        segmenter.Dispose();
        small.Dispose();
        torch.Dispose();
        checkpoint.Dispose();
    }
}
