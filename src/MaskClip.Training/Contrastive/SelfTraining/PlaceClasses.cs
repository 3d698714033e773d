using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.SelfTraining;

/// <summary>The classes that a teacher labels places with.</summary>
/// <param name="Rows">Their unit embeddings, <c>[classes, d]</c>.</param>
/// <param name="Weight">Weight of the loss.</param>
internal sealed record PlaceClasses(Tensor Rows, double Weight);
