namespace MaskClip.Annotations.Review;

/// <summary>How unsure a result's positions are, each by itself.</summary>
internal static class CellUncertainty
{
    /// <summary>Least confidence, margin and entropy of each cell of the grid; one cell, sure, where there are no scores.</summary>
    public static (float[] Confidence, float[] Margin, float[] Entropy) Of(Segmentation result)
    {
        int cells = result.GridWidth * result.GridHeight, classes = result.Vocabulary.Classes.Count;
        if (cells == 0) return ([0], [0], [0]);
        float[] first = new float[cells], second = new float[cells], sums = new float[cells], logs = new float[cells];
        for (int c = 0; c < classes; c++)
        {
            var scores = result.Scores(c);
            for (int i = 0; i < cells; i++)
            {
                float p = scores[i];
                sums[i] += p;
                if (p > 0) logs[i] += p * MathF.Log(p);
                if (p > first[i]) (second[i], first[i]) = (first[i], p);
                else if (p > second[i]) second[i] = p;
            }
        }

        float[] confidence = new float[cells], margin = new float[cells], entropy = new float[cells];
        float most = MathF.Log(classes);
        for (int i = 0; i < cells; i++)
        {
            confidence[i] = Math.Clamp(1 - first[i], 0, 1);
            margin[i] = Math.Clamp(1 - (first[i] - second[i]), 0, 1);

            // With q = p / s: -sum(q log q) = log s - sum(p log p) / s. Where nothing has any confidence, all are equally likely.
            entropy[i] = classes < 2 ? 0 : sums[i] <= 0 ? 1 : Math.Clamp((MathF.Log(sums[i]) - logs[i] / sums[i]) / most, 0, 1);
        }

        return (confidence, margin, entropy);
    }
}
