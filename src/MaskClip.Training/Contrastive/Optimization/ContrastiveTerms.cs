using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Optimization;

/// <summary>What a batch's embeddings give.</summary>
/// <param name="Loss">The loss, with gradients.</param>
/// <param name="PicturesRight">Share of pictures whose nearest text is one of theirs, 0..1.</param>
/// <param name="TextsRight">Share of texts whose nearest picture is one of theirs, 0..1.</param>
internal sealed record ContrastiveTerms(Tensor Loss, double PicturesRight, double TextsRight);
