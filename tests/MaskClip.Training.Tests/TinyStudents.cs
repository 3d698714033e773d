
using MaskClip.Students;
using MaskClip.Towers;

namespace MaskClip.Training.Tests;

/// <summary>Students of world-clip's embedding size, small enough to be trained in a test.</summary>
internal static class TinyStudents
{
    /// <summary>Embedding size of world-clip.</summary>
    public const int EmbeddingSize = 256;

    /// <summary>A few thousand weights in the backbone; milliseconds a step.</summary>
    public static StudentConfig Config(
        int width = 8,
        StudentDecoder decoder = StudentDecoder.DeepLabV2,
        StudentClassifierKind classifier = StudentClassifierKind.FrozenText) => new()
        {
            Decoder = decoder,
            Dilations = [1, 2],
            Backbone = new StudentBackbone(BackboneKind.Clip, [1, 1, 1, 1], width),
            EmbeddingSize = EmbeddingSize,
            Classifier = classifier,
            Mean = ClipConfig.ClipMean,
            Std = ClipConfig.ClipStd,
            PhotoSize = 80,
        };
}
