namespace MaskClip.Evaluation.Metrics;

/// <summary>Guards the counters against labels that are not classes.</summary>
internal static class ClassIndices
{
    /// <summary>Throws unless every label is a class or <see cref="Segmentation.Ignore"/>.</summary>
    public static void Check(ReadOnlySpan<ushort> labels, int classes, string name)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes && labels[i] != Segmentation.Ignore)
            {
                throw new ArgumentException(
                    $"Pixel {i} has class {labels[i]}; 0 to {classes - 1} are allowed, and {Segmentation.Ignore} for none.", name);
            }
        }
    }
}
