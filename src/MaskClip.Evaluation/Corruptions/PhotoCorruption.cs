using MaskClip.Evaluation.Corruptions;

namespace MaskClip.Evaluation;

/// <summary>Corrupts photos as ImageNet-C does, at levels 1 to 5.</summary>
public static class PhotoCorruption
{
    /// <summary>The worst level.</summary>
    public const int MaxLevel = 5;

    /// <summary>Corrupts a photo; the same photo, kind, level and seed give the same picture on every machine.</summary>
    /// <param name="photo">The decoded photo, before any resizing.</param>
    /// <param name="kind">What to do to it.</param>
    /// <param name="level">Severity, 1 to <see cref="MaxLevel"/>.</param>
    /// <param name="seed">Seed of the random numbers, for those kinds that use any.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind or level.</exception>
    public static RgbImage Apply(RgbImage photo, Corruption kind, int level, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentOutOfRangeException.ThrowIfLessThan(level, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        return kind switch
        {
            Corruption.GaussianNoise => Noise.Gaussian(photo, level, seed),
            Corruption.ShotNoise => Noise.Shot(photo, level, seed),
            Corruption.ImpulseNoise => Noise.Impulse(photo, level, seed),
            Corruption.SpeckleNoise => Noise.Speckle(photo, level, seed),
            Corruption.GaussianBlur => Blur.Gaussian(photo, level),
            Corruption.DefocusBlur => Blur.Defocus(photo, level),
            Corruption.Spatter => Spatter.Apply(photo, level, seed),
            Corruption.JpegCompression => Jpeg.Apply(photo, level),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such corruption."),
        };
    }
}
