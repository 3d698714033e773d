using MaskClip.Students;

namespace MaskClip.Training;

/// <summary>Which network is trained, and from what it starts.</summary>
public sealed record StudentOptions
{
    /// <summary>
    /// Decoder and backbone: <c>deeplabv2</c>, <c>deeplabv3plus</c> or <c>pspnet</c>, then <c>resnet18</c>, <c>resnet50</c>,
    /// <c>resnet101</c> or <c>clip</c>; or <c>linear-clip</c>, a CLIP model's transformer; or <c>context-resnet18</c>, a bridge model's
    /// ResNet and map with a context head that begins at zero.
    /// </summary>
    /// <value>The default value is <c>deeplabv2-resnet101</c>, the paper's.</value>
    public string Network { get; init; } = "deeplabv2-resnet101";

    /// <summary>Dilation rates of the decoder's branches, in positions of 8 pixels.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: the decoder's own (DeepLabv2: 6, 12, 18, 24), meant for crops of 512 pixels. Kernels
    /// that lie outside of every crop learn nothing: take smaller dilations for smaller crops.
    /// </value>
    public IReadOnlyList<int>? Dilations { get; init; }

    /// <summary>How features become logits: <c>frozen-text</c>, <c>learned</c> or <c>mapped-text</c>.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: <c>mapped-text</c> in the <see cref="TrainingSetting.FineTuning"/> setting, as in the
    /// paper's section 3.2, where a learned one would have no row for a class that it never sees; else <c>frozen-text</c>.
    /// </value>
    public string? Classifier { get; init; }

    /// <summary>Whether the vocabulary's background (class 0) has an embedding that is learned, not a text.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool LearnedBackground { get; init; }

    /// <summary>
    /// A checkpoint with the backbone's weights (torchvision's, mmseg's, or a CLIP model). A <c>clip</c> backbone is this CLIP model's, or
    /// the teacher's when there is none. <see cref="ImageNet"/> is the ResNet-18 of the installed model <c>photo</c>,
    /// <see cref="Random"/> nothing.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: <see cref="ImageNet"/> for a <c>resnet18</c> where that is installed.</value>
    public string? Initial { get; init; }

    /// <summary>
    /// Says that a ResNet-18 begins with the ImageNet weights of the model package <c>photo</c>, and is built as that one is.
    /// </summary>
    public const string ImageNet = "imagenet";

    /// <summary>Says that a backbone begins with random weights.</summary>
    public const string Random = "random";

    /// <summary>A trained student to go on from, instead of a new network.</summary>
    public string? Start { get; init; }

    /// <summary>Short side, in pixels, of the photos it will segment.</summary>
    /// <value>The default value is <see langword="null"/>: that of photos at scale 1 in training.</value>
    public int? PhotoSize { get; init; }

    /// <summary>The classifier that is used in a setting.</summary>
    internal string ClassifierIn(TrainingSetting setting) =>
        Classifier ?? (setting == TrainingSetting.FineTuning ? "mapped-text" : "frozen-text");

    /// <summary>A network of other sizes than those that have names; for tests.</summary>
    internal StudentConfig? Config { get; init; }
}
