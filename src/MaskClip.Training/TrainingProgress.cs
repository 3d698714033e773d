namespace MaskClip.Training;

/// <summary>How far a run is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Loss of the last step.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="Labels">Who labeled what no truth was known about: <c>clip</c>, <c>self</c>, or <c>none</c>.</param>
/// <param name="ImagesPerSecond">Crops trained a second, since this process began or resumed.</param>
/// <param name="Remaining">Time left, evaluations not counted.</param>
/// <param name="Evaluation">The student's metrics when this report follows an evaluation; else <see langword="null"/>.</param>
/// <param name="Teacher">The teacher's metrics on the same photos, in the first report of a run; else <see langword="null"/>.</param>
public sealed record TrainingProgress(
    int Step,
    int Steps,
    double Loss,
    double LearningRate,
    string Labels,
    double ImagesPerSecond,
    TimeSpan Remaining,
    ValidationMetrics? Evaluation = null,
    ValidationMetrics? Teacher = null);
