namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>A pair, ready for the network.</summary>
/// <param name="Pixels">Normalised: patches <c>[k, 3·p·p]</c>, or <c>[3, h, w]</c> where there are none.</param>
/// <param name="Patches">The places of the patches, from 1; <see langword="null"/> where there are none.</param>
/// <param name="Texts">What is said of it.</param>
internal sealed record PairSample(float[] Pixels, long[]? Patches, IReadOnlyList<CaptionTokens> Texts);
