namespace MaskClip.Students;

/// <summary>
/// How a student's features become logits; in every kind a class is a row and its logit a plain product, without normalizing features.
/// </summary>
public enum StudentClassifierKind
{
    /// <summary>The text embeddings themselves, never trained (paper, section 3.4).</summary>
    FrozenText,

    /// <summary>An ordinary 1x1 convolution with bias: its row of a class without truth is never told what belongs to it.</summary>
    Learned,

    /// <summary>Text embeddings sent through a learned mapping of two layers (the conventional fine-tuning of section 3.2).</summary>
    MappedText,
}
