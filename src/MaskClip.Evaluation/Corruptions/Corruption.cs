namespace MaskClip.Evaluation;

/// <summary>
/// What can be done to a photo: the eight corruptions of ImageNet-C (Hendrycks and Dietterich 2019) that the paper tests with.
/// </summary>
public enum Corruption
{
    /// <summary>Gaussian noise, added to every value.</summary>
    GaussianNoise,

    /// <summary>Poisson noise, as of few photons.</summary>
    ShotNoise,

    /// <summary>Single values black or white: salt and pepper.</summary>
    ImpulseNoise,

    /// <summary>Gaussian noise in proportion to the value.</summary>
    SpeckleNoise,

    /// <summary>A Gaussian blur.</summary>
    GaussianBlur,

    /// <summary>A blur with a disk, as of a lens out of focus.</summary>
    DefocusBlur,

    /// <summary>Drops of water (levels 1 to 3) or mud (4 and 5) on the lens.</summary>
    Spatter,

    /// <summary>JPEG of low quality.</summary>
    JpegCompression,
}
