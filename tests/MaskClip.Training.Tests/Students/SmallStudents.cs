using MaskClip.Students;
using MaskClip.Towers;
using MaskClip.Training.Layers;
using MaskClip.Training.Students;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Students;

/// <summary>Students small enough for tests, with normalizations that do something.</summary>
internal static class SmallStudents
{
    public const int EmbeddingSize = 24; // no multiple of 16, so that padding is at work

    public static readonly Vocabulary Five = Vocabulary.Parse(["sky", "tree|bush", "road", "car", "house"]);

    public static readonly Vocabulary FiveAndBackground = Five.WithBackground(["background"]);

    public static StudentConfig Config(
        StudentDecoder decoder = StudentDecoder.DeepLabV2,
        BackboneKind backbone = BackboneKind.Clip,
        StudentClassifierKind classifier = StudentClassifierKind.FrozenText,
        bool background = false) => new()
        {
            Decoder = decoder,
            Dilations = decoder switch
            {
                StudentDecoder.DeepLabV2 => [2, 3],
                StudentDecoder.DeepLabV3Plus => [1, 2, 3],
                StudentDecoder.Context => [1, 3],
                _ => [],
            },
            Transformer = decoder == StudentDecoder.Linear
                ? new StudentTransformer(Width: 32, Heads: 4, Layers: 3, Patch: 8, Grid: 8, Activation.QuickGelu, Epsilon: 1e-5f, Scale: 20)
                : null,
            Backbone = decoder == StudentDecoder.Linear
                ? null
                : new StudentBackbone(backbone, backbone == BackboneKind.Basic ? [2, 2, 2, 2] : [1, 2, 1, 2], 8)
                {
                    PadsUnevenly = backbone == BackboneKind.PlainBasic,
                },
            CosineScale = decoder == StudentDecoder.Context ? 20 : null,
            EmbeddingSize = EmbeddingSize,
            Classifier = classifier,
            LearnedBackground = background,
            Mean = ClipConfig.ClipMean,
            Std = ClipConfig.ClipStd,
            PhotoSize = 64,
        };

    public static StudentNetwork Create(StudentConfig config, int seed = 1, int channelMultiple = PaddedConvolution.SafeMultiple)
    {
        var network = new StudentNetwork(config, TextRows(5), seed, channelMultiple);
        Liven(network, seed);
        return network;
    }

    public static float[] TextRows(int classes)
    {
        using var generator = new Generator(7);
        using var rows = randn([classes, EmbeddingSize], generator: generator);
        return (rows / rows.norm(1, keepdim: true)).data<float>().ToArray();
    }

    public static Tensor Images(int count, int height, int width)
    {
        using var generator = new Generator(11);
        return randn([count, 3, height, width], generator: generator);
    }

    /// <summary>Gives every normalization statistics, scale and shift other than 0 and 1, as training would.</summary>
    internal static void Liven(StudentNetwork network, int seed)
    {
        using var generator = new Generator((ulong)seed);
        using (no_grad())
        {
            foreach (var (name, value) in network.named_parameters()
                .Select(one => (one.name, (Tensor)one.parameter))
                .Concat(network.named_buffers().Select(one => (one.name, one.buffer))))
            {
                if (name.EndsWith("running_var", StringComparison.Ordinal)
                    || (name.Contains("bn", StringComparison.Ordinal) || name.Contains("downsample.1", StringComparison.Ordinal))
                        && name.EndsWith("weight", StringComparison.Ordinal))
                {
                    value.copy_(rand(value.shape, generator: generator) + 0.5f);
                }
                else if (name.StartsWith("decoder.map.", StringComparison.Ordinal) || name == "decoder.last.weight")
                {
                    value.copy_(randn(value.shape, generator: generator) * 0.2f); // they begin at zero
                }
                else if (name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("bias", StringComparison.Ordinal))
                {
                    value.copy_(randn(value.shape, generator: generator) * 0.2f);
                }
            }
        }
    }
}
