using MaskClip.Tests.Clip.Loading;

namespace MaskClip.Tests.Dense;

/// <summary>What a vision transformer's keys are, by the method's setting.</summary>
public sealed class KeyProjectionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-keys").FullName;
    private readonly TinyClip clip = new(new());

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Keys_PlainAndThroughTheOutputProjection_AreTheProjectionApart()
    {
        var path = clip.Write(folder);
        var (plain, features) = Keys(path, "maskclip:keys=plain");
        var (projected, sameFeatures) = Keys(path, "maskclip");
        Assert.Equal(features, sameFeatures);
        double[] weight = clip.Numbers("visual.transformer.resblocks.1.attn.out_proj.weight"),
            bias = clip.Numbers("visual.transformer.resblocks.1.attn.out_proj.bias");
        int width = bias.Length;
        for (int position = 0; position < plain.Length / width; position++)
        {
            for (int output = 0; output < width; output++)
            {
                double expected = bias[output];
                for (int i = 0; i < width; i++) expected += weight[output * width + i] * plain[position * width + i];
                Assert.Equal(expected, projected[position * width + output], 1e-4);
            }
        }

        Assert.True(plain.Zip(projected).Max(pair => Math.Abs(pair.First - pair.Second)) > 0.1);
    }

    [Fact]
    public void Keys_OfAResNet_HaveNoProjectionToChoose()
    {
        var path = new TinyClip(new() { Stages = [1, 1, 1, 1], Width = 4, Grid = 1 }).Write(folder);
        var error = Assert.Throws<OptionsException>(() => Segmenter.Load(path, Options("maskclip:keys=plain")));
        Assert.Contains("'keys' of 'maskclip' has no meaning for this model", error.Message);
    }

    private (float[] Keys, float[] Features) Keys(string path, string method)
    {
        using var segmenter = Segmenter.Load(path, Options(method));
        using var features = segmenter.Embed(new RgbImage(8, 8, [.. Enumerable.Range(0, 192).Select(i => (byte)(i * 37))]));
        return (features.Key.ToArray(), features.Features.ToArray());
    }

    private SegmenterOptions Options(string method) => new()
    {
        Photos = new() { Method = method, Size = 32 },
        CacheFolder = Path.Combine(folder, "cache"),
        Threads = 1,
    };
}
