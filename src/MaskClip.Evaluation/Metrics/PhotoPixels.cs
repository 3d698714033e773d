namespace MaskClip.Evaluation;

/// <summary>What one photo adds to the metrics: the few classes that occur in it. Enough for every metric and for the bootstrap.</summary>
/// <param name="Id">The photo.</param>
/// <param name="Classes">Areas of the classes that occur, see <see cref="ConfusionMatrix.ToClassPixels"/>.</param>
public sealed record PhotoPixels(string Id, IReadOnlyList<ClassPixels> Classes);
