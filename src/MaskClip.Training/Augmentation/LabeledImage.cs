namespace MaskClip.Training.Augmentation;

/// <summary>A photo and its labels, which move together.</summary>
/// <param name="Photo">The photo.</param>
/// <param name="Labels">
/// One label a pixel, row by row: a class, <see cref="Supervision.TrainingLabels.Unlabeled"/> or
/// <see cref="Supervision.TrainingLabels.Ignore"/>.
/// </param>
internal sealed record LabeledImage(RgbImage Photo, ushort[] Labels)
{
    /// <summary>Width in pixels.</summary>
    public int Width => Photo.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => Photo.Height;
}
