namespace MaskClip.Evaluation;

/// <summary>How much there is of a class in a data set.</summary>
/// <param name="Pixels">Pixels in all photos.</param>
/// <param name="Photos">Photos with at least one such pixel.</param>
public readonly record struct ClassCount(long Pixels, int Photos);
