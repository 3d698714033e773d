namespace MaskClip.Training.Supervision;

/// <summary>What a label of a training mask can mean besides a class.</summary>
internal static class TrainingLabels
{
    /// <summary>No truth is known: a teacher, or the student itself, fills in a pseudo label (the released code's -1).</summary>
    public const ushort Unlabeled = Segmentation.Ignore - 1;

    /// <summary>A pixel that teaches nothing.</summary>
    public const ushort Ignore = Segmentation.Ignore;

    /// <summary>The maximum number of classes that a student can have: the two labels behind them are taken.</summary>
    public const int MaxClasses = Unlabeled;
}
