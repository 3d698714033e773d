using MaskClip.Scores;

namespace MaskClip.Windows;

/// <summary>The scores of one pass, row of windows by row of windows, made when they are first asked for.</summary>
/// <param name="plan">The pass.</param>
/// <param name="windows">Gives the features of a row of windows.</param>
/// <param name="scorer">Scores them.</param>
internal sealed class PassScores(PassPlan plan, Func<int, GridFeatures[]> windows, WindowScorer scorer)
{
    private readonly GridScores[]?[] rows = new GridScores[]?[plan.Rows.Starts.Count];
    private readonly bool[] finished = new bool[plan.Rows.Starts.Count];

    /// <summary>The pass.</summary>
    public PassPlan Plan => plan;

    /// <summary>Shows all windows before any is scored.</summary>
    public void Survey()
    {
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (var window in windows(row)) scorer.Survey(window, plan.Columns.Cells);
        }
    }

    /// <summary>Shows all windows' cosines to prompt denoising.</summary>
    /// <param name="keep">Whether cosines are kept for later; else windows are asked for again.</param>
    public void Show(bool keep)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            var cosines = Cosines(windows(row));
            foreach (var window in cosines) scorer.Show(window);
            if (keep) rows[row] = cosines;
        }
    }

    /// <summary>Makes rows of windows ready for <see cref="this[int]"/>.</summary>
    public void Require(int first, int last)
    {
        for (int row = first; row <= last; row++)
        {
            if (finished[row]) continue;
            if (rows[row] is { } kept && !scorer.ComparesKeys)
            {
                foreach (var window in kept) scorer.Finish(window, []);
            }
            else
            {
                var features = windows(row);
                var cosines = rows[row] ??= Cosines(features);
                for (int i = 0; i < cosines.Length; i++) scorer.Finish(cosines[i], features[i].Key.Span);
            }

            finished[row] = true;
        }
    }

    /// <summary>Lets go of the rows of windows before one.</summary>
    public void Release(int before)
    {
        for (int row = before - 1; row >= 0 && finished[row]; row--) (rows[row], finished[row]) = (null, false);
    }

    /// <summary>The windows of a row that <see cref="Require"/> made ready.</summary>
    public GridScores[] this[int row] => rows[row] ?? throw new InvalidOperationException($"Row {row} of the windows was not made ready.");

    private GridScores[] Cosines(GridFeatures[] features) => [.. features.Select(scorer.Cosines)];
}
