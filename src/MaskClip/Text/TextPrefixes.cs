namespace MaskClip.Text;

/// <summary>Finds out which texts begin alike: attention is causal, so what is common needs to be computed once.</summary>
internal static class TextPrefixes
{
    // A group costs a run for its beginning and runs of its own, which pay only when they are well filled.
    private const int MinTexts = 32;

    /// <summary>Puts every text into the group with the longest beginning that enough texts share.</summary>
    /// <param name="texts">Token ids.</param>
    /// <param name="ends">The place at which each text is read.</param>
    public static IReadOnlyList<TextGroup> Group(IReadOnlyList<int[]> texts, IReadOnlyList<int> ends)
    {
        var groups = new List<TextGroup>();
        Divide([.. Enumerable.Range(0, texts.Count)], 0);
        return groups;

        void Divide(int[] members, int length)
        {
            var rest = new List<int>();
            foreach (var alike in members.GroupBy(i => ends[i] > length ? texts[i][length] : -1))
            {
                int[] same = [.. alike];
                if (alike.Key >= 0 && same.Length >= MinTexts) Divide(same, length + 1);
                else rest.AddRange(same);
            }

            if (rest.Count > 0) groups.Add(new TextGroup(length, [.. rest.OrderBy(i => ends[i])]));
        }
    }
}
