namespace MaskClip.Clip;

/// <summary>How a method's original code resizes position embeddings.</summary>
internal enum PositionResize
{
    /// <summary>To a given size: step <c>side / size</c> (MaskCLIP's code).</summary>
    Size,

    /// <summary>By the factor <c>(size + 0.1) / side</c>: step <c>side / (size + 0.1)</c> (SCLIP and its successors, after DINO).</summary>
    ScaleFactor,
}
