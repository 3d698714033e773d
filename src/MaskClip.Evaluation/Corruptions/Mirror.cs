namespace MaskClip.Evaluation.Corruptions;

/// <summary>How OpenCV continues pictures (<c>BORDER_REFLECT_101</c>): mirrored at the outermost pixel, which is not repeated.</summary>
internal static class Mirror
{
    /// <summary>The index within 0..length-1 that stands for an index outside.</summary>
    public static int Of(int index, int length)
    {
        if (length == 1) return 0;
        while ((uint)index >= (uint)length) index = index < 0 ? -index : 2 * (length - 1) - index;
        return index;
    }
}
