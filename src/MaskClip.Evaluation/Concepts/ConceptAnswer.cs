namespace MaskClip.Evaluation.Concepts;

/// <summary>What a photo answers to all names of a study.</summary>
/// <param name="Photo">The photo's name.</param>
/// <param name="Truth">Index of the name that is right, or <see langword="null"/> where nobody said.</param>
/// <param name="Scores">One for each class of the vocabulary.</param>
public sealed record ConceptAnswer(string Photo, int? Truth, IReadOnlyList<ConceptScore> Scores)
{
    /// <summary>The class with the highest whole-photo confidence.</summary>
    public int BestGlobal => Best(score => score.Global);

    /// <summary>The class with the largest area.</summary>
    public int BestArea => Best(score => score.Area);

    /// <summary>Asks a photo.</summary>
    /// <param name="name">The photo's name.</param>
    /// <param name="truth">Index of the right name, if known.</param>
    /// <param name="result">The photo divided among the names.</param>
    /// <param name="global">Whole-photo confidences.</param>
    public static ConceptAnswer Of(string name, int? truth, Segmentation result, ReadOnlySpan<float> global)
    {
        var scores = new ConceptScore[result.Vocabulary.Classes.Count];
        for (int c = 0; c < scores.Length; c++)
        {
            double area = result.Regions.FirstOrDefault(region => region.Index == c)?.Share ?? 0;
            scores[c] = new ConceptScore(global[c], area, System.Numerics.Tensors.TensorPrimitives.Max(result.Scores(c)));
        }

        return new ConceptAnswer(name, truth, scores);
    }

    private int Best(Func<ConceptScore, double> value) => Enumerable.Range(0, Scores.Count).MaxBy(index => value(Scores[index]));
}
