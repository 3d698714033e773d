using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;
using MaskClip.Training;

namespace MaskClip.Train.Terminal;

/// <summary>
/// A run's progress on stderr: one line that is redrawn on a terminal, a line now and then elsewhere; evaluations keep theirs.
/// </summary>
/// <param name="host">Where to.</param>
/// <param name="quiet">Says nothing.</param>
/// <param name="begin">Called before the first report: the run has passed all checks.</param>
internal sealed class TrainingTerminal(CliHost host, bool quiet, Action begin) : IProgress<TrainingProgress>
{
    private readonly ProgressLine line = new(host);
    private bool begun;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (!begun) begin();
        begun = true;
        if (quiet) return;
        if (value.Teacher is { } teacher) line.Say($"teacher  {Metrics(teacher)}");
        else if (value.Evaluation is { } student) line.Say($"step {value.Step}/{value.Steps}  student  {Metrics(student)}");
        else Draw(value);
    }

    /// <summary>Leaves the line that is being redrawn.</summary>
    public void Break() => line.Break();

    /// <summary>Says what the run came to.</summary>
    public void End(TrainingResult result)
    {
        Break();
        if (!begun) begin();
        if (quiet) return;
        if (result is { Student: { } student, Teacher: { } teacher, StudentIntervals: { } own, TeacherIntervals: { } its, Gain: { } gain })
        {
            var rows = result.ClassNames.Select((name, index) =>
                new[]
                {
                    name + (result.Unseen.Contains(index) ? " (unseen)" : ""),
                    Number(teacher.Classes[index]),
                    Number(student.Classes[index]),
                });
            Tables.Write(host.Error, ["class", "teacher", "student"],
            [
                .. rows,
                ["mIoU", Text(its.MeanIoU), Text(own.MeanIoU)],
                .. own.Seen is null
                    ? Array.Empty<string[]>()
                    : [
                        ["seen", Text(its.Seen!), Text(own.Seen)],
                        ["unseen", Text(its.Unseen!), Text(own.Unseen!)],
                        ["hIoU", Text(its.Harmonic!), Text(own.Harmonic!)],
                    ],
            ]);
            host.Error.WriteLine($"Gain over the teacher: {Text(gain)} mIoU, on {result.EvaluationPhotos} photos (95 % intervals).");
        }

        if (result.Unreadable is { } unreadable)
        {
            host.Error.WriteLine($"Photos that could not be read were left out: {string.Join(", ", unreadable)}.");
        }

        host.Error.WriteLine($"The student is {result.StudentPath}");
    }

    private void Draw(TrainingProgress value) => line.Draw(
        $"step {value.Step}/{value.Steps}  loss {value.Loss:0.000}  rate {value.LearningRate:0.0000}  labels {value.Labels}  " +
        $"{value.ImagesPerSecond:0.0} images/s  ETA {ProgressLine.Text(value.Remaining)}",
        always: value.Step == value.Steps);

    private static string Metrics(ValidationMetrics metrics) =>
        metrics.Unseen is null
            ? $"mIoU {metrics.MeanIoU:0.000}"
            : $"mIoU {metrics.MeanIoU:0.000}  seen {metrics.Seen:0.000}  unseen {metrics.Unseen:0.000}  hIoU {metrics.Harmonic:0.000}";

    private static string Number(double? value) => value is { } number ? $"{number:0.000}" : "";

    private static string Text(Interval interval) => $"{interval.Value:0.000} ({interval.Low:0.000} to {interval.High:0.000})";
}
