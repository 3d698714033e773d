using MaskClip.Evaluation;

namespace MaskClip.Training;

/// <summary>What a finished run came to: kept as <c>result.json</c> in its folder.</summary>
/// <param name="StudentPath">The student's file.</param>
/// <param name="Steps">Optimization steps.</param>
/// <param name="SecondsPerStep">Seconds a step took, evaluations not counted, in the process that finished the run; 0 when it had none to
/// do.</param>
/// <param name="EvaluationPhotos">Number of photos it was evaluated on.</param>
/// <param name="ClassNames">The classes, by index.</param>
/// <param name="Unseen">Indices of the unseen classes.</param>
/// <param name="Student">The student's metrics; <see langword="null"/> without evaluation photos.</param>
/// <param name="StudentIntervals">The same with intervals.</param>
/// <param name="Teacher">The teacher's metrics on the same photos at the same size.</param>
/// <param name="TeacherIntervals">The same with intervals.</param>
/// <param name="Gain">Student's mIoU minus teacher's, paired photo by photo.</param>
/// <param name="Unreadable">Photos to train on that could not be read and were left out; <see langword="null"/> where all could.</param>
public sealed record TrainingResult(
    string StudentPath,
    int Steps,
    double SecondsPerStep,
    int EvaluationPhotos,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<int> Unseen,
    ValidationMetrics? Student = null,
    ValidationIntervals? StudentIntervals = null,
    ValidationMetrics? Teacher = null,
    ValidationIntervals? TeacherIntervals = null,
    Interval? Gain = null,
    IReadOnlyList<string>? Unreadable = null);
