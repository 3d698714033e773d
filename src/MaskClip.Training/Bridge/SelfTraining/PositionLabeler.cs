
using MaskClip.Scores;
using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>
/// Labels positions with the best of the photo's own words and of stuff words, after prototypes have sharpened the scores.
/// </summary>
/// <param name="names">All names.</param>
/// <param name="words">The words of each photo.</param>
internal sealed class PositionLabeler(NameTable names, PhotoWords words)
{
    private readonly int size = names.Vectors.Length / names.Names.Count;
    private readonly int[] stuff = [.. StuffWords.All.Select(word => IndexOf(names.Names, word))];

    /// <summary>Names that a photo's positions can be: its words, without those that a longer one of them contains, and stuff.</summary>
    public int[] Candidates(int photo)
    {
        int[] own = words.OfPhoto[photo];
        return [.. own.Except(own.SelectMany(words.PartsOf)).Union(stuff)];
    }

    /// <summary>Labels a photo.</summary>
    /// <param name="photo">Its number.</param>
    /// <param name="features">Its positions in the space of names, of unit length.</param>
    /// <param name="key">Their keys.</param>
    /// <param name="scale">What cosines are multiplied by for the prototypes.</param>
    /// <returns>A name for every position.</returns>
    public int[] Label(int photo, float[] features, float[] key, float scale)
    {
        int[] candidates = Candidates(photo);
        var rows = new float[candidates.Length * size];
        for (int row = 0; row < candidates.Length; row++) names.Vectors.AsSpan(candidates[row] * size, size)
            .CopyTo(rows.AsSpan(row * size));
        float[] scores = Prototypes.Sharpen(features, rows, size, key, SegmentationOptions.UsualPrototypes, scale);
        var labels = new int[features.Length / size];
        for (int position = 0; position < labels.Length; position++)
        {
            int best = 0;
            for (int row = 1; row < candidates.Length; row++)
            {
                if (scores[row * labels.Length + position] > scores[best * labels.Length + position]) best = row;
            }

            labels[position] = candidates[best];
        }

        return labels;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return i;
        }

        throw new ArgumentException($"'{name}' is not among the names.");
    }
}
