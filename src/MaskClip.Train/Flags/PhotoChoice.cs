using MaskClip.Training;

namespace MaskClip.Train.Flags;

/// <summary>What is trained and evaluated on.</summary>
/// <param name="Vocabulary">The classes.</param>
/// <param name="Unseen">Those whose truth stays hidden.</param>
/// <param name="Photos">To train on.</param>
/// <param name="EvaluationPhotos">To evaluate on.</param>
/// <param name="LearnsBackground">Whether a background class may have a learned embedding.</param>
internal sealed record PhotoChoice(
    Vocabulary Vocabulary,
    IReadOnlyList<int> Unseen,
    IReadOnlyList<TrainingPhoto> Photos,
    IReadOnlyList<TrainingPhoto> EvaluationPhotos,
    bool LearnsBackground);
