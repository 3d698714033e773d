namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>A picture and what is said of it.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Captions">One or more.</param>
public sealed record PicturePair(RgbImage Picture, IReadOnlyList<string> Captions);
