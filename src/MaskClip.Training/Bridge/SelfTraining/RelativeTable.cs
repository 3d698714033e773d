using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>Which names are not negatives of which: a name of several words and what it contains.</summary>
internal static class RelativeTable
{
    private const float Excluded = -1e4f;

    /// <summary>0, or very negative for relatives, <c>[names, names]</c>.</summary>
    /// <param name="words">The learned words, the first of the names.</param>
    /// <param name="names">How many names there are.</param>
    public static float[] Of(PhotoWords words, int names)
    {
        var table = new float[names * names];
        for (int word = 0; word < words.Words.Count; word++)
        {
            foreach (int part in words.PartsOf(word)) table[word * names + part] = table[part * names + word] = Excluded;
        }

        return table;
    }
}
