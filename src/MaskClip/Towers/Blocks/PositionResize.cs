namespace MaskClip;

/// <summary>How a method's original code resizes position embeddings.</summary>
public enum PositionResize
{
    /// <summary>Bicubic to a given size: step <c>side / size</c> (MaskCLIP's code).</summary>
    Size,

    /// <summary>
    /// Bicubic by the factor <c>(size + 0.1) / side</c>: step <c>side / (size + 0.1)</c> (SCLIP and its successors, after DINO).
    /// </summary>
    ScaleFactor,

    /// <summary>Bicubic with a filter that widens where the grid shrinks, and a = -0.5 (open_clip's resampling, which GEM uses).</summary>
    Antialiased,

    /// <summary>Bilinear to a given size (CLIP Surgery's code).</summary>
    Bilinear,
}
