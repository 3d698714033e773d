using System.Numerics.Tensors;

namespace MaskClip.Dense;

/// <summary>Prompt denoising (section 3.3): a class whose confidence stays below a threshold at every position is taken out.</summary>
internal static class PromptDenoising
{
    /// <summary>The paper's threshold.</summary>
    public const float DefaultThreshold = 0.5f;

    /// <summary>Puts the classes that are nowhere confident at <see cref="GridScores.Removed"/>.</summary>
    public static void Apply(GridScores scores, float threshold, float scale)
    {
        var confidences = scores.Confidences(scale);
        for (int c = 0; c < scores.Classes; c++)
        {
            if (TensorPrimitives.Max(confidences.AsSpan(c * scores.Positions, scores.Positions)) < threshold) scores.Row(c).Fill(GridScores.Removed);
        }
    }
}
