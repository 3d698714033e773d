namespace MaskClip.Training;

/// <summary>What a student learns from.</summary>
public enum TrainingSetting
{
    /// <summary>No masks at all: the CLIP teacher labels every pixel (paper, section 3.4).</summary>
    AnnotationFree,

    /// <summary>Seen classes keep their truth; pixels of unseen classes get pseudo labels, first CLIP's, then the student's own.</summary>
    ZeroShot,

    /// <summary>A student goes on with its own labels (where there are masks: for the unseen classes).</summary>
    SelfTraining,

    /// <summary>The student's features follow the teacher's (L1); where there are masks, seen classes keep their truth besides.</summary>
    Distillation,

    /// <summary>
    /// The conventional way (paper, section 3.2): the encoder, and a mapping from text embeddings to classifier rows, are trained on the
    /// seen classes' truth; other pixels are ignored.
    /// </summary>
    FineTuning,

    /// <summary>The truth of every class: the bound that the others are compared with.</summary>
    Supervised,
}
