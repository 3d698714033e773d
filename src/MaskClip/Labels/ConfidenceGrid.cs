using System.Numerics.Tensors;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>Each class's probability on a coarse grid over the photo, filled while the photo is labeled.</summary>
internal sealed class ConfidenceGrid
{
    private readonly ResultScores scores;
    private readonly TileProbabilities rows;
    private readonly int classes;
    private int next;

    /// <summary>Prepares the grid.</summary>
    public ConfidenceGrid(
        IReadOnlyList<PassScores> passes, WindowScorer scorer, float scale, (int Width, int Height) size, RentedBuffers buffers)
    {
        scores = new ResultScores(passes, scorer, scale, size.Width, size.Height);
        rows = scores.Open(0, size.Width, buffers);
        classes = scorer.Classes;
        Values = new float[(long)classes * size.Width * size.Height];
    }

    /// <summary>Columns.</summary>
    public int Width => scores.Width;

    /// <summary>Rows.</summary>
    public int Height => scores.Height;

    /// <summary>Probabilities <c>[classes, height, width]</c>.</summary>
    public float[] Values { get; }

    /// <summary>The first row of windows of a pass that the next row needs.</summary>
    public int FirstWindows(int pass) => next < Height ? scores.FirstWindows(pass, next) : int.MaxValue;

    /// <summary>Fills the rows whose middle lies in the photo's rows that are labeled.</summary>
    /// <param name="labeled">Rows of the photo so far.</param>
    /// <param name="height">Rows of the photo.</param>
    public void Advance(int labeled, int height)
    {
        for (; next < Height && (next + 0.5) / Height <= (double)labeled / height; next++)
        {
            scores.Require(next, next + 1);
            var row = rows.Read(next);
            for (int r = 0; r < scores.Scorer.Rows; r++)
            {
                var best = Values.AsSpan((scores.Scorer.ClassOf(r) * Height + next) * Width, Width);
                TensorPrimitives.Max(best, row.Slice(r * Width, Width), best);
            }
        }
    }
}
