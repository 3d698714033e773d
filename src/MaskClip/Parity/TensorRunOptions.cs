
using MaskClip.Scores;
using MaskClip.Towers;

namespace MaskClip.Parity;

/// <summary>What is done to given tensors.</summary>
/// <param name="Last">The method; position embeddings are resized as its original does it.</param>
/// <param name="Refinement">Key smoothing, prompt denoising, logit scale.</param>
/// <param name="KeyAxis">How keys are normalized before they are compared.</param>
/// <param name="OutputStride">Input pixels per cell of a ResNet.</param>
internal sealed record TensorRunOptions(
    LastBlock Last,
    SegmentationOptions Refinement,
    KeyAxis KeyAxis = KeyAxis.Channels,
    int OutputStride = ModifiedResNetConfig.TrainedStride);
