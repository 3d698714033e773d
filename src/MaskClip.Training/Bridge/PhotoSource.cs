using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Training.Bridge;

/// <summary>Photos with what is said of them.</summary>
/// <param name="Pairs">The photos and their texts.</param>
/// <param name="AreTags">Whether a text is tags separated by commas, taken as they are, and no caption.</param>
public sealed record PhotoSource(IListedPairs Pairs, bool AreTags)
{
    /// <summary>How many there are.</summary>
    public int Count => Pairs.Count!.Value;
}
