namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>A sample, ready for the network: a picture, or a collage of several.</summary>
/// <param name="Pixels">Normalized: patches <c>[k, 3·p·p]</c>, or <c>[3, h, w]</c> where there are none.</param>
/// <param name="Patches">The places of the patches, from 1; <see langword="null"/> where there are none.</param>
/// <param name="PartOfPlace">Which of a collage's pictures each place belongs to: each patch, or each cell of a ResNet's last map.</param>
/// <param name="Texts">What is said of it.</param>
/// <param name="PartOfText">Which of a collage's pictures each text is about.</param>
internal sealed record PairSample(
    float[] Pixels, long[]? Patches, int[] PartOfPlace, IReadOnlyList<CaptionTokens> Texts, IReadOnlyList<int> PartOfText)
{
    /// <summary>
    /// What is said of each part in all of its captions, chosen or not; none where texts may be negatives whatever their words.
    /// </summary>
    public IReadOnlyList<IReadOnlySet<string>> WordsOfPart { get; init; } = [];

    /// <summary>
    /// <c>[places, classes]</c>: the share of each class in each place, by a teacher; <see langword="null"/> where there is none.
    /// </summary>
    public float[]? Labels { get; init; }

    /// <summary>What is said of all of it; <see langword="null"/> where texts may be negatives whatever their words.</summary>
    public IReadOnlySet<string>? Words =>
        WordsOfPart.Count == 0 ? null : WordsOfPart.SelectMany(words => words).ToHashSet(StringComparer.Ordinal);
}
