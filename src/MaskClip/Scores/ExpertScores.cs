using MaskClip.Results;

namespace MaskClip.Scores;

/// <summary>Lets experts, names in templates of their own, claim positions for the classes that they judge best.</summary>
/// <remarks>
/// FLOSS (Benigmim et al., ICCV 2025), <c>expert_fusion</c> of the published code: a position at which an expert's best name is one of its
/// classes has that expert's scores; where several claim it, those of the one that is surest of its class; where none does, those of the
/// names in all templates. There it is done with enlarged probabilities; here with cosines at the grid's positions, so that all that
/// follows works as ever.
/// </remarks>
internal static class ExpertScores
{
    /// <summary>Replaces the scores of positions that are claimed.</summary>
    /// <param name="scores">Cosines with the names in all templates.</param>
    /// <param name="features">Unit features, <c>[positions, d]</c>.</param>
    /// <param name="experts">The experts.</param>
    /// <param name="scale">What cosines are multiplied by before the softmax.</param>
    public static void Fuse(GridScores scores, ReadOnlySpan<float> features, IReadOnlyList<TemplateExpert> experts, float scale)
    {
        var surest = new float[scores.Positions];
        foreach (var expert in experts)
        {
            if (expert.Names.ClassOfRow.Length == 0) continue;
            var own = GridScores.Cosines(features, expert.Names);
            var probabilities = own.RowConfidences(scale);
            for (int i = 0; i < own.Positions; i++)
            {
                int best = 0;
                for (int row = 1; row < own.Rows; row++)
                {
                    if (probabilities[row * own.Positions + i] > probabilities[best * own.Positions + i]) best = row;
                }

                float probability = probabilities[best * own.Positions + i];
                if (!expert.Claims[own.ClassOfRow[best]] || probability <= surest[i]) continue;
                surest[i] = probability;
                for (int row = 0; row < own.Rows; row++) scores.Row(row)[i] = own.Row(row)[i];
            }
        }
    }
}
