using static TorchSharp.torch;

namespace MaskClip.Training.Towers;

/// <summary>Embeddings of pictures, not normalized.</summary>
/// <param name="Whole">CLIP's own, <c>[n, d]</c>.</param>
/// <param name="Places">Those of single places as the method <c>maskclip</c> reads them, <c>[n, k, d]</c>, where they were wanted.</param>
internal sealed record ImageEmbeddings(Tensor Whole, Tensor? Places);
