using System.Globalization;
using MaskClip.Evaluation;
using MaskClip.Training.Students;
using MaskClip.Training.Validation;
using static TorchSharp.torch;

namespace MaskClip.Training.Runs;

/// <summary>The evaluations of a run: when they are due, what they found, and the teacher's metrics they are compared with.</summary>
internal sealed class RunEvaluation : IDisposable
{
    private static readonly string[] Header = ["step", "miou", "accuracy", "seen", "unseen", "hiou"];

    private readonly TrainingOptions options;
    private readonly RunFolder folder;
    private readonly StudentNetwork network;
    private readonly NetworkSegmenter student;
    private readonly TeacherSegmenter teacher;
    private readonly PhotoValidation validation;
    private readonly CsvLog log;
    private readonly HashSet<int> done;
    private readonly Dictionary<int, ushort[]> teacherLabels = [];
    private readonly HashSet<int> shown;
    private IReadOnlyList<PhotoPixels>? teacherPixels;
    private IReadOnlyList<PhotoPixels>? studentPixels;
    private int evaluatedAt = -1;
    private double best;

    /// <summary>Opens the log of evaluations; what it holds beyond the resumed step is cut off.</summary>
    public RunEvaluation(TrainingOptions options, RunFolder folder, ModelSource source, StudentNetwork network, Device device, int step)
    {
        this.options = options;
        this.folder = folder;
        this.network = network;
        student = new NetworkSegmenter(network, device);
        teacher = new TeacherSegmenter(source, network.Config.PhotoSize, options);
        // Neighbors in a data set are often alike: the sheets' photos are spread over it.
        int photos = options.EvaluationPhotos.Count, onSheet = Math.Min(options.SheetPhotos, photos);
        shown = [.. Enumerable.Range(0, onSheet).Select(i => i * photos / onSheet)];
        validation = new PhotoValidation(options.EvaluationPhotos, options.Vocabulary.Classes.Count);
        log = CsvLog.Open(folder.Evaluations, Header, step);
        done = [.. log.Lines.Select(line => int.Parse(line[0], CultureInfo.InvariantCulture))];
        var earlier = log.Lines.Where(line => line[1].Length > 0).Select(line => double.Parse(line[1], CultureInfo.InvariantCulture));
        best = earlier.DefaultIfEmpty(double.NegativeInfinity).Max();
    }

    /// <summary>Evaluates the teacher; its labels of the sheets' photos are kept.</summary>
    public ValidationMetrics EvaluateTeacher(CancellationToken cancellationToken)
    {
        teacherPixels = validation.Evaluate(
            photo => teacher.Segment(photo, cancellationToken), (index, labels) => Keep(teacherLabels, index, labels), cancellationToken);
        return Metrics(teacherPixels);
    }

    /// <summary>Whether an evaluation is due after a number of steps and not yet in the log.</summary>
    public bool IsDue(int step) =>
        step > 0 && (step % options.EvaluationInterval == 0 || step == options.Optimization.Steps) && !done.Contains(step);

    /// <summary>Evaluates the student, writes a line and a sheet.</summary>
    /// <returns>Its metrics, and whether none before were better.</returns>
    public (ValidationMetrics Metrics, bool IsBest) Evaluate(int step, CancellationToken cancellationToken)
    {
        Dictionary<int, ushort[]> labels = [];
        studentPixels = EvaluateStudent((index, found) => Keep(labels, index, found), cancellationToken);
        evaluatedAt = step;
        var metrics = Metrics(studentPixels);
        if (options.SheetPhotos > 0) DrawSheet(step, labels);
        log.Add(step, metrics.MeanIoU, metrics.Accuracy, metrics.Seen, metrics.Unseen, metrics.Harmonic);
        done.Add(step);
        bool isBest = metrics.MeanIoU > best;
        best = Math.Max(best, metrics.MeanIoU);
        return (metrics, isBest);
    }

    /// <summary>The finished run's metrics with intervals.</summary>
    public TrainingResult Finish(TrainingResult result, CancellationToken cancellationToken)
    {
        int classes = options.Vocabulary.Classes.Count;
        var own = studentPixels is not null && evaluatedAt == options.Optimization.Steps
            ? studentPixels
            : EvaluateStudent(null, cancellationToken);
        return result with
        {
            Student = Metrics(own),
            StudentIntervals = ValidationIntervals.From(own, classes, options.Unseen),
            Teacher = Metrics(teacherPixels!),
            TeacherIntervals = ValidationIntervals.From(teacherPixels!, classes, options.Unseen),
            Gain = Bootstrap.DifferenceFrom(teacherPixels!, own, classes, metrics => metrics.MeanIoU),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        log.Dispose();
        teacher.Dispose();
    }

    private IReadOnlyList<PhotoPixels> EvaluateStudent(Action<int, ushort[]>? keep, CancellationToken cancellationToken)
    {
        network.eval();
        return validation.Evaluate(student.Segment, keep, cancellationToken);
    }

    private ValidationMetrics Metrics(IReadOnlyList<PhotoPixels> pixels) =>
        ValidationMetrics.From(validation.Metrics(pixels), options.Unseen);

    private void Keep(Dictionary<int, ushort[]> kept, int index, ushort[] labels)
    {
        if (shown.Contains(index)) kept[index] = labels;
    }

    private void DrawSheet(int step, Dictionary<int, ushort[]> labels)
    {
        var sheet = new SampleSheet(options.Vocabulary, ["photo", "truth", "teacher", $"student, step {step}"]);
        foreach (int index in shown.Order())
        {
            var photo = options.EvaluationPhotos[index];
            sheet.Add(photo.Load(), photo.LoadTruth!().Labels, teacherLabels[index], labels[index]);
        }

        sheet.Draw().SavePng(folder.Sheet(step));
    }
}
