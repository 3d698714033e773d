using MaskClip.Imaging;

namespace MaskClip.Training.Supervision;

/// <summary>What a label of a training mask can mean besides a class.</summary>
internal static class TrainingLabels
{
    /// <summary>No truth is known: a teacher, or the student itself, fills in a pseudo label (the released code's -1).</summary>
    public const byte Unlabelled = 254;

    /// <summary>
    /// A pixel that teaches nothing: what <see cref="Segmentation.Ignore"/> is in the 8 bits that training's masks and caches have.
    /// </summary>
    public const byte Ignore = LabelBytes.Ignore;

    /// <summary>Most classes that a student can have: the two labels behind them are taken.</summary>
    public const int MaxClasses = Unlabelled;
}
