using MaskClip.Training.Engine;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>
/// Tells which texts are not negatives of which pictures: those all of whose words were said of the picture, in whichever of its captions.
/// In a world of few things most captions of a batch are true of several pictures.
/// </summary>
/// <param name="texts">The batch's different texts.</param>
internal sealed class CoveredTexts(IReadOnlyList<string> texts)
{
    private readonly string[][] words = [.. texts.Select(text => ContentWords.Of(text).ToArray())];

    /// <summary>What is to be added to logits.</summary>
    /// <param name="said">What was said of each picture; <see langword="null"/> where that is not asked.</param>
    /// <param name="positives"><c>[pictures, texts]</c>: 1 where a text was given to a picture.</param>
    /// <returns>fp32 <c>[pictures, texts]</c>: <see cref="Logits.Masked"/> or 0; <see langword="null"/> where nothing is
    /// spared.</returns>
    public Tensor? Spared(IReadOnlyList<IReadOnlySet<string>?> said, float[] positives)
    {
        if (said.All(one => one is null)) return null;
        var spared = new float[positives.Length];
        for (int picture = 0; picture < said.Count; picture++)
        {
            if (said[picture] is not { } known) continue;
            for (int text = 0; text < words.Length; text++)
            {
                int at = picture * words.Length + text;
                if (positives[at] == 0 && words[text].Length > 0 && Array.TrueForAll(words[text], known.Contains))
                    spared[at] = Logits.Masked;
            }
        }

        return tensor(spared, [said.Count, words.Length]);
    }
}
