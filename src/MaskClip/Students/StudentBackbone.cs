
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>A student's backbone, at an output stride of 8.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Kind">The network.</param>
/// <param name="Layers">Blocks in each of the four stages.</param>
/// <param name="Width">Channels inside the first stage's blocks: 64 but for CLIP's.</param>
public sealed record StudentBackbone(BackboneKind Kind, IReadOnlyList<int> Layers, int Width)
{
    /// <summary>Input pixels per cell of the last stage: the third and fourth stage dilate instead of striding.</summary>
    public const int OutputStride = 8;

    /// <summary>
    /// Whether strided layers pad one row and column less at the end, so that position i sits on pixel i · stride. The photo is then moved
    /// by half a cell, to where the middles of cells are in other networks.
    /// </summary>
    public bool PadsUnevenly { get; init; }

    private const int ResNetWidth = 64;

    /// <summary>The networks that a student can have.</summary>
    public static IReadOnlyList<BackboneKind> Kinds { get; } =
    [
        BackboneKind.Basic, BackboneKind.Bottleneck, BackboneKind.Clip, BackboneKind.PlainBasic
    ];

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["resnet18", "resnet50", "resnet101"];

    /// <summary>Channels of the first stage's map, at stride 4.</summary>
    public int LowChannels => Width * Trunk.Expansion;

    /// <summary>Channels of the last stage's map.</summary>
    public int Channels => (Width << 3) * Trunk.Expansion;

    /// <summary>A ResNet-v1c by name.</summary>
    /// <exception cref="OptionsException">There is none of this name.</exception>
    public static StudentBackbone Parse(string name) => name.ToLowerInvariant() switch
    {
        "resnet18" => new(BackboneKind.Basic, [2, 2, 2, 2], ResNetWidth),
        "resnet50" => new(BackboneKind.Bottleneck, [3, 4, 6, 3], ResNetWidth),
        "resnet101" => new(BackboneKind.Bottleneck, [3, 4, 23, 3], ResNetWidth),
        _ => throw new OptionsException(
            $"Unknown backbone '{name}'. Available: {string.Join(", ", Names)}; or 'clip' for that of a CLIP model with a ResNet.",
            nameof(name)),
    };

    /// <summary>The backbone of a CLIP model.</summary>
    /// <exception cref="OptionsException">Its image tower is a transformer.</exception>
    public static StudentBackbone Of(ImageTowerConfig image) => image is ModifiedResNetConfig resNet
        ? new(BackboneKind.Clip, resNet.Layers, resNet.Width / 32)
        : throw new OptionsException(
            "This CLIP model's image tower is a vision transformer; a DeepLab's backbone is a ResNet. Take linear-clip, resnet50, or a " +
            "CLIP model with a ResNet (RN50, RN101).",
            nameof(image));

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (!Kinds.Contains(Kind)) errors.Add($"the backbone is {Kind}; {string.Join(", ", Kinds)} are allowed");
        if (Layers.Count != 4 || Layers.Any(count => count is < 1 or > 256))
            errors.Add($"the backbone's stages have [{string.Join(", ", Layers)}] blocks; four numbers of 1 to 256 are allowed");
        if (Width is < 2 or > 512 || Width % 2 != 0)
            errors.Add($"the backbone's width is {Width}; an even number from 2 to 512 is allowed");
    }

    /// <summary>Its stem and blocks: what training builds and the exported graph repeats.</summary>
    public ResidualTrunk Trunk => new(Kind, Layers, Width, OutputStride);
}
