using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Towers;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Contrastive;

/// <summary>Networks small enough to be trained within a test.</summary>
internal static class SmallClip
{
    public const int Side = 32;

    public static ClipConfig Config(string tower)
    {
        var text = new TextTowerConfig(
            Width: 32, Heads: 4, Layers: 2, ContextLength: 20, ClipTokenizer.VocabularySize, EmbeddingSize: 24, EndOfText: null);
        ImageTowerConfig image = tower == "vit"
            ? new VisionTransformerConfig(Width: 48, Heads: 3, Side, EmbeddingSize: 24, PatchSize: 8, Layers: 3)
            : new ModifiedResNetConfig(Width: 512, Heads: 8, Side, EmbeddingSize: 24, [1, 2, 1, 1]);
        return TowerSizes.Check(image, text);
    }

    /// <summary>A network whose every number is random: fresh ones have shifts of 0 and branches that give nothing.</summary>
    public static ClipNetwork Random(string tower, int seed = 1)
    {
        var network = new ClipNetwork(Config(tower), seed);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        using var generator = new Generator((ulong)seed);
        foreach (var (name, value) in network.States.Where(one => one.Value.dim() == 1))
        {
            var numbers = rand(value.shape, generator: generator);
            value.copy_(
                name.EndsWith("bias", StringComparison.Ordinal) || name.EndsWith("mean", StringComparison.Ordinal)
                    ? numbers - 0.5f
                    : numbers + 0.5f);
        }

        return network;
    }

    /// <summary>Normalized pictures as the tower takes them, and the same as plain maps.</summary>
    public static (PictureTensors Pictures, float[] Maps) Pictures(ClipConfig config, int count, int seed = 2)
    {
        var random = new Random(seed);
        var cutter = new PictureCutter(config, new PairOptions());
        var maps = new List<float>();
        var samples = new List<PairSample>();
        for (int i = 0; i < count; i++)
        {
            var pixels = new byte[3 * Side * Side];
            random.NextBytes(pixels);
            var picture = new RgbImage(Side, Side, pixels);
            var plain = new float[pixels.Length];
            MaskClip.Imaging.ImageTensor.Normalize(picture, [.. config.Mean], [.. config.Std], plain);
            maps.AddRange(plain);
            var (numbers, patches) = cutter.Tensor(picture, new MaskClip.Training.Augmentation.SampleRandom(1, i, 0));
            samples.Add(
                new PairSample(
                    numbers,
                    patches,
                    cutter.PartsOf(patches, across: 1),
                    [new CaptionTokens($"{i}", [ClipTokenizer.StartOfText, 500 + i, ClipTokenizer.EndOfText])],
                    [0]));
        }

        return (ContrastiveBatch.Of(samples, Side, CPU).Pictures, [.. maps]);
    }
}
