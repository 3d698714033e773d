using MaskClip.Engine;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Tests.Clip;

/// <summary>A few photos of a large transformer go through a graph with all heads at once, which opens sooner, where that fits.</summary>
public sealed class AllHeadsTests : IDisposable
{
    private const double Tolerance = 1e-5;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-heads-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("maskclip")]
    [InlineData("clip")]
    [InlineData("naclip")]
    [InlineData("gem")]
    [InlineData("scclip")]
    public void Graph_WithAllHeads_GivesTheSameFeaturesWithinRounding(string method)
    {
        using var model = Open();

        var (byHead, allHeads) = (Features(model, method, 96, headByHead: true), Features(model, method, 96, headByHead: false));

        Close.Within(Tolerance, byHead, allHeads);
    }

    [Fact]
    public void Encoder_OfALargeTower_TakesAllHeadsForSmallPhotosAndOneByOneForLargeOnes()
    {
        using var model = Open();
        var config = (VisionTransformerConfig)model.ImageConfig;
        const int small = 96;
        int large = config.PatchSize;
        while (config.AttentionBytes(1, large / config.PatchSize * (large / config.PatchSize)) <= 96 << 20) large += config.PatchSize;
        using var encoder = Encoder(model, packed: false);
        using var packed = Encoder(model, packed: true);

        Assert.Equal(Features(model, "maskclip", small, headByHead: false, packed: false), Encode(encoder, small));
        Assert.Equal(Features(model, "maskclip", large, headByHead: true, packed: false), Encode(encoder, large));
        Assert.NotEqual(Encode(encoder, small), Encode(packed, small));

        encoder.Release();
        Assert.Equal(Features(model, "maskclip", small, headByHead: false, packed: false), Encode(encoder, small));
        encoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Encode(encoder, small));
        Assert.Throws<ObjectDisposedException>(() => Encode(encoder, large));
    }

    private ClipModel Open() => ClipModel.Open(SharedData.WorldClip, new OpeningOptions { CacheFolder = folder, Threads = 1 });

    private static string Graph(ClipModel model, string method, bool headByHead) =>
        model.ImageGraph(DenseMethods.Parse(method), key: false, model.ImageConfig.Stride, headByHead: headByHead);

    // The tower's weights behind as many zeros as make it a large one.
    private static ImageEncoder Encoder(ClipModel model, bool packed)
    {
        var weights = Path.Combine(Path.GetDirectoryName(Graph(model, "maskclip", headByHead: true))!, "image.weights");
        using (var file = File.Open(weights, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            if (file.Length <= 128 << 20) file.SetLength((128 << 20) + 4096);
        return new(
            headByHead => Path.Combine(Path.GetDirectoryName(weights)!, Path.GetFileName(Graph(model, "maskclip", headByHead))),
            model.ImageConfig,
            model.GridInputs(DenseMethods.MaskClip),
            DenseMethods.MaskClip,
            key: false,
            model.ImageConfig.Stride,
            threads: 1,
            EngineDevice.Cpu,
            packed: packed);
    }

    private static float[] Encode(ImageEncoder encoder, int side) =>
        encoder.Encode(Pixels(side), 1, side, side, TestContext.Current.CancellationToken).Features;

    private static float[] Features(ClipModel model, string method, int side, bool headByHead, bool packed = true)
    {
        using var session = new EngineSession(Graph(model, method, headByHead), threads: 1, packed: packed);
        using var inputs = new EngineTensors { { ImageGraphNames.Image, [1, 3, side, side], Pixels(side) } };
        int cells = side / model.ImageConfig.Stride;
        foreach (var (name, shape, values) in model.GridInputs(DenseMethods.Parse(method)).For(cells, cells)) inputs.Add(name, shape, values);
        float[] features = new float[cells * cells * model.ImageConfig.EmbeddingSize];
        using var outputs = new EngineTensors { { ImageGraphNames.Features, [1, cells * cells, model.ImageConfig.EmbeddingSize], features } };
        session.Run(inputs, outputs, TestContext.Current.CancellationToken);
        return features;
    }

    private static float[] Pixels(int side) => [.. Enumerable.Range(0, 3 * side * side).Select(i => MathF.Sin(i * 0.37f))];
}
