
using MaskClip.Methods;
using MaskClip.Model;
using MaskClip.Scores;
using MaskClip.Storage;

namespace MaskClip.Windows;

/// <summary>Passes a window through the last block again, steered by what the first pass found among some names.</summary>
/// <remarks>
/// Features by a second pass depend on names, which features here otherwise never do. So the window keeps what the last block needs, and
/// the block runs again whenever names are scored: about a thirtieth of embedding the window.
/// </remarks>
/// <param name="encoder">Runs the last block.</param>
/// <param name="kept">What the first pass kept.</param>
/// <param name="pixels">The window's normalized pixels, <c>[3, height, width]</c>.</param>
/// <param name="rows">Rows of the grid.</param>
/// <param name="columns">Columns of the grid.</param>
internal sealed class WindowSecondPass(SecondPassEncoder encoder, FirstPass kept, ReadOnlyMemory<float> pixels, int rows, int columns)
{
    /// <summary>Unit-length features <c>[rows·columns, d]</c> by the second pass.</summary>
    /// <param name="first">The first pass's cosines.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="threads">Threads that it may take, besides the engine's.</param>
    public float[] Features(GridScores first, float scale, Parallelism threads)
    {
        int patch = (int)Math.Sqrt(pixels.Length / 3 / (rows * columns));
        var names = PatchNames.Find(first, pixels.Span, rows, columns, patch, scale, encoder.Feedback.MinConfidence, threads);
        return encoder.Encode(kept, PatchAgreement.Table(names, rows, columns, threads), rows, columns);
    }
}
