using MaskClip.Training.Bridge.Words;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge.Optimization;

/// <summary>The words that the photos of a step have and those that they lack.</summary>
internal sealed class WordTargets
{
    // Added to the scores of words that are not negatives: nothing is left of them in a softmax, and a photo that lacks no word gives no
    // NaN, as -infinity would.
    private const float Excluded = -1e4f;

    private WordTargets(Tensor own, Tensor weights, Tensor others)
    {
        Own = own;
        Weights = weights;
        Others = others;
    }

    /// <summary>The words of each photo, int64 <c>[photos, most words]</c>, filled up with 0.</summary>
    public Tensor Own { get; }

    /// <summary>What each counts: 1 over the root of how many photos have it, 0 where <see cref="Own"/> was filled up.</summary>
    public Tensor Weights { get; }

    /// <summary>0 for the words that a photo lacks, very negative for others, <c>[photos, words]</c>.</summary>
    public Tensor Others { get; }

    /// <summary>Puts the targets of photos together; they belong to the caller's scope.</summary>
    /// <param name="words">The words of all photos.</param>
    /// <param name="photos">The photos of the step, each with a word at least.</param>
    /// <param name="device">Where to.</param>
    public static WordTargets Of(PhotoWords words, IReadOnlyList<int> photos, Device device)
    {
        int most = photos.Max(photo => words.OfPhoto[photo].Length), all = words.Words.Count;
        var own = new long[photos.Count * most];
        var weights = new float[own.Length];
        var others = new float[photos.Count * all];
        for (int row = 0; row < photos.Count; row++)
        {
            int[] has = words.OfPhoto[photos[row]];
            for (int at = 0; at < has.Length; at++)
            {
                own[row * most + at] = has[at];
                weights[row * most + at] = 1 / MathF.Sqrt(words.Counts[has[at]]);
                others[row * all + has[at]] = Excluded;
                foreach (int part in words.PartsOf(has[at])) others[row * all + part] = Excluded;
            }
        }

        return new WordTargets(
            tensor(own, [photos.Count, most]).to(device), tensor(weights, [photos.Count, most])
                .to(device), tensor(others, [photos.Count, all]).to(device));
    }
}
