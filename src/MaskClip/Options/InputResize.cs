namespace MaskClip;

/// <summary>How photos are brought to the size at which they are embedded.</summary>
public enum InputResize
{
    /// <summary>Antialiased cubic convolution, byte by byte as Python's Pillow: what CLIP was trained with.</summary>
    Bicubic,

    /// <summary>
    /// Bilinear without antialiasing in OpenCV's fixed-point arithmetic (<c>cv2.resize</c>, <c>INTER_LINEAR</c>): what mmsegmentation, and
    /// so the evaluations of MaskCLIP and its successors, use.
    /// </summary>
    OpenCvBilinear,
}
