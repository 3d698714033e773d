namespace MaskClip.Evaluation;

/// <summary>What pixels are that no region of an annotation file covers.</summary>
public enum UnlabeledPixels
{
    /// <summary>The background where the file's classes have one, and nobody's otherwise.</summary>
    AsAnnotated,

    /// <summary>The background: class 0, which is added where the file's classes have none.</summary>
    Background,

    /// <summary>
    /// Nobody's: they count for no class, as void does, and neither does the file's background, which is not a class then (as <c>voc20</c>
    /// leaves out the one of <c>voc21</c>).
    /// </summary>
    Ignored,
}
