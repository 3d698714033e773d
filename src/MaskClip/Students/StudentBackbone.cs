using MaskClip.Clip;

namespace MaskClip.Students;

/// <summary>A student's backbone, at an output stride of 8.</summary>
/// <param name="Kind">The network.</param>
/// <param name="Layers">Blocks in each of the four stages.</param>
/// <param name="Width">Channels inside the first stage's blocks: 64 but for CLIP's.</param>
internal sealed record StudentBackbone(BackboneKind Kind, IReadOnlyList<int> Layers, int Width)
{
    /// <summary>Input pixels per cell of the last stage: the third and fourth stage dilate instead of striding.</summary>
    public const int OutputStride = 8;

    private const int ResNetWidth = 64;

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["resnet18", "resnet50", "resnet101"];

    /// <summary>Channels of the first stage's map, at stride 4.</summary>
    public int LowChannels => Width * Expansion;

    /// <summary>Channels of the last stage's map.</summary>
    public int Channels => (Width << 3) * Expansion;

    private int Expansion => Kind == BackboneKind.Basic ? 1 : 4;

    /// <summary>A ResNet-v1c by name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static StudentBackbone Parse(string name) => name.ToLowerInvariant() switch
    {
        "resnet18" => new(BackboneKind.Basic, [2, 2, 2, 2], ResNetWidth),
        "resnet50" => new(BackboneKind.Bottleneck, [3, 4, 6, 3], ResNetWidth),
        "resnet101" => new(BackboneKind.Bottleneck, [3, 4, 23, 3], ResNetWidth),
        _ => throw new ArgumentException($"'{name}' is no backbone; there are: {string.Join(", ", Names)}; or 'clip' for that of a CLIP model with a ResNet.", nameof(name)),
    };

    /// <summary>The backbone of a CLIP model.</summary>
    /// <exception cref="ArgumentException">Its image tower is a transformer.</exception>
    public static StudentBackbone Of(ImageTowerConfig image) => image is ModifiedResNetConfig resNet
        ? new(BackboneKind.Clip, resNet.Layers, resNet.Width / 32)
        : throw new ArgumentException("This CLIP model's image tower is a vision transformer; a student's backbone is a ResNet. Take resnet50, or a CLIP model with a ResNet (RN50, RN101, mini-clip).", nameof(image));

    /// <summary>The residual blocks in order, each with its sizes: what training builds and the exported graph repeats.</summary>
    public IEnumerable<ResidualBlock> Blocks()
    {
        int input = Width, stride = 4, dilation = 1;
        for (int stage = 0; stage < 4; stage++)
        {
            int planes = Width << stage, output = planes * Expansion;
            bool halves = stage > 0 && stride < OutputStride, dilates = stage > 0 && !halves;
            if (halves) stride *= 2;
            int former = dilation;
            if (dilates) dilation *= 2;
            for (int block = 0; block < Layers[stage]; block++)
            {
                bool first = block == 0;
                yield return new ResidualBlock(
                    $"layer{stage + 1}.{block}",
                    stage,
                    input,
                    planes,
                    output,
                    halves && first ? 2 : 1,
                    // mmseg's contract_dilation: the block that would have strided keeps the dilation before it.
                    first ? former : dilation,
                    first && (input != output || halves),
                    Kind == BackboneKind.Clip && first && stage > 0);
                input = output;
            }
        }
    }
}
