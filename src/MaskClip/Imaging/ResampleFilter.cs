namespace MaskClip;

/// <summary>
/// How <see cref="RgbImage.Resize"/> computes pixels. All but <see cref="Nearest"/> average over the area that a new pixel covers.
/// </summary>
public enum ResampleFilter
{
    /// <summary>The pixel under the new pixel's center.</summary>
    Nearest,

    /// <summary>Triangle of radius 1.</summary>
    Bilinear,

    /// <summary>Cubic convolution of radius 2 with a = -0.5: what CLIP was trained with.</summary>
    Bicubic,

    /// <summary>Windowed sinc of radius 3.</summary>
    Lanczos,
}
