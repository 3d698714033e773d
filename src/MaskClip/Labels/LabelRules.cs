using MaskClip.Results;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>How the best row of scores of a pixel and its probability become a label.</summary>
/// <param name="scorer">The class of each row.</param>
/// <param name="options">Minimum score and background threshold.</param>
internal sealed class LabelRules(WindowScorer scorer, SegmentationOptions options)
{
    private readonly bool[] removed = new bool[scorer.Classes];

    /// <summary>Whether a row's class may still be given to pixels.</summary>
    public bool Allows(int row) => !removed[scorer.ClassOf(row)];

    /// <summary>Takes out the classes that cover too little; see <see cref="SegmentationOptions.AreaThreshold"/>.</summary>
    /// <param name="areas">Pixels of each class, by the best probability alone.</param>
    /// <param name="background">Whether class 0 is background.</param>
    /// <returns>Whether a class that has pixels was taken out, so that these need another one.</returns>
    public bool RemoveSmall(ReadOnlySpan<long> areas, bool background)
    {
        int first = background ? 1 : 0, largest = 0;
        long sum = 0;
        for (int c = first; c < areas.Length; c++)
        {
            sum += areas[c];
            if (areas[c] > areas[largest]) largest = c;
        }

        bool any = false;
        for (int c = first; c < areas.Length; c++)
        {
            // Something must be left where there is no background to fall back to.
            removed[c] = areas[c] <= options.AreaThreshold * sum && (background || c != largest);
            any |= removed[c] && areas[c] > 0;
        }

        return any;
    }

    /// <summary>Labels a run of one row's pixels.</summary>
    /// <param name="rows">The best row of scores of each pixel, <see cref="Running.None"/> for none: that pixel is unknown.</param>
    /// <param name="confidence">Its probability.</param>
    /// <param name="y">The result's row.</param>
    /// <param name="from">The result's column of the first pixel.</param>
    /// <param name="labels">Takes the labels.</param>
    /// <param name="tally">Counts them.</param>
    /// <param name="areas">Counts the classes before any threshold.</param>
    /// <param name="words">Counts background words, where these have rows.</param>
    public void Label(
        ReadOnlySpan<int> rows,
        ReadOnlySpan<float> confidence,
        int y,
        int from,
        Span<ushort> labels,
        RegionTally tally,
        Span<long> areas,
        BackgroundTally? words)
    {
        for (int start = 0; start < rows.Length;)
        {
            int end = start;
            if (rows[start] == Running.None)
            {
                while (end < rows.Length && rows[end] == Running.None) end++;
                labels[start..end].Fill(Segmentation.Ignore);
                start = end;
                continue;
            }

            int label = scorer.ClassOf(rows[start]), decision = Decide(label, confidence[start]);
            double sum = 0;
            while (end < rows.Length && rows[end] == rows[start] && Decide(label, confidence[end]) == decision)
            {
                sum += decision == label ? confidence[end] : 1 - confidence[end];
                end++;
            }

            areas[label] += end - start;
            labels[start..end].Fill((ushort)decision);
            if (decision != Segmentation.Ignore) tally.Add(decision, y, from + start, from + end, sum);
            if (decision == label) words?.Add(rows[start], y, from + start, from + end, sum);
            start = end;
        }
    }

    private int Decide(int label, float confidence)
    {
        if (confidence < options.MinScore) return Segmentation.Ignore;
        return confidence < options.BackgroundThreshold ? 0 : label;
    }
}
