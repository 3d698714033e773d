using System.Text.Json.Nodes;
using MaskClip.Model;
using MaskClip.Training.Engine;
using MaskClip.Training.Optimization;
using MaskClip.Training.Photos;
using MaskClip.Training.Runs;
using MaskClip.Training.Samples;
using MaskClip.Training.Schedule;
using MaskClip.Training.Students;
using MaskClip.Training.Teacher;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training;

/// <summary>A run under way: steps, evaluations, checkpoints.</summary>
internal sealed class TrainingRun : IDisposable
{
    private static readonly string[] MetricsHeader = ["step", "labels", "learning_rate", "loss", "distillation", "labelled"];

    private readonly TrainingOptions options;
    private readonly RunFolder folder;
    private readonly IProgress<TrainingProgress>? progress;
    private readonly Device device;
    private readonly SettingPlan plan;
    private readonly PolySchedule schedule;
    private readonly Segmenter teacher;
    private readonly StudentNetwork network;
    private readonly StudentOptimizer optimizer;
    private readonly WeightAverage? average;
    private readonly RunState state;
    private readonly JsonObject settings;
    private readonly TrainingLoop loop;

    /// <summary>Loads teacher, student and, when the run is resumed, its state.</summary>
    public TrainingRun(TrainingOptions options, RunFolder folder, IProgress<TrainingProgress>? progress)
    {
        this.options = options;
        this.folder = folder;
        this.progress = progress;
        var engine = TorchEngine.Open(options.Device, options.Threads);
        options.Teacher.Embedding.Logger.LogDebug("{Engine}", engine.Description);
        device = engine.Device;
        plan = new SettingPlan(options);
        var sgd = options.Optimization;
        schedule = new PolySchedule(sgd.LearningRate, sgd.MinLearningRate, sgd.Power, sgd.Steps);
        int side = Math.Min(options.Augmentation.CropWidth, options.Augmentation.CropHeight);
        var embedding = options.Teacher.AtCrop(side);
        teacher = options.Teacher.Source is { } source
            ? SegmenterLoader.Load(source, embedding)
            : Segmenter.Load(options.Teacher.Model, embedding);
        network = StudentBuilder.Build(options, teacher);
        network.to(device);
        if (sgd.BFloat16) network.TrainInBFloat16();
        optimizer = new StudentOptimizer(network, sgd);
        average = sgd.Average > 0 ? new WeightAverage(network, sgd.Average) : null;
        state = new RunState(network, optimizer, average);
        settings = RunSettings.Of(options, teacher);
        loop = new TrainingLoop(sgd.Steps, sgd.SamplesPerStep, options.CheckpointEvery);
        if (options.Resume && File.Exists(folder.Checkpoint)) loop.Resume(state.Load(folder.Checkpoint, settings, device));
    }

    /// <summary>Runs to the end.</summary>
    public TrainingResult Run(CancellationToken cancellationToken)
    {
        if (loop.Step == loop.Steps && File.Exists(folder.Result)) return ResultFile.Read(folder.Result);
        using var evaluation = options.EvaluationPhotos.Count > 0
            ? new RunEvaluation(options, folder, teacher.Source, network, device, loop.Step)
            : null;
        if (evaluation is not null)
            Report(null, new StepReport(double.NaN, null, 0), teacherMetrics: evaluation.EvaluateTeacher(cancellationToken));
        using var metrics = CsvLog.Open(folder.Metrics, MetricsHeader, loop.Step);
        var unreadable = Train(metrics, evaluation, cancellationToken);
        var result = new TrainingResult(
            folder.Student,
            loop.Steps,
            loop.SecondsPerStep,
            options.EvaluationPhotos.Count,
            [.. options.Vocabulary.Classes.Select(one => one.Name)],
            options.Unseen,
            Unreadable: unreadable.Count > 0 ? unreadable : null);
        if (evaluation is not null)
        {
            using (average?.Apply()) result = evaluation.Finish(result, cancellationToken);
        }

        ResultFile.Write(folder.Result, result);
        return result;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        average?.Dispose();
        optimizer.Dispose();
        network.Dispose();
        teacher.Dispose();
    }

    private IReadOnlyList<string> Train(CsvLog metrics, RunEvaluation? evaluation, CancellationToken cancellationToken)
    {
        using var trainingStep = new TrainingStep(network, optimizer, plan, options, device);
        var source = new SampleSource(
            options,
            plan,
            new ClipTeacher(teacher, options.Vocabulary, plan.PseudoClasses, options.Teacher),
            network.Config.Mean,
            network.Config.Std);
        // Its own token: the samples of the step under way must still come after a cancellation.
        using var prefetch = new Prefetch<TrainingSample>(
            source.Make, loop.FirstSample, loop.Samples, options.Prefetch, CancellationToken.None);
        loop.Run(
            () =>
            {
                if (evaluation is not null && evaluation.IsDue(loop.Step)) Evaluate(evaluation, cancellationToken);
            },
            () => Step(trainingStep, prefetch, metrics),
            Save,
            cancellationToken);
        return source.Unreadable;
    }

    private Action Step(TrainingStep trainingStep, Prefetch<TrainingSample> prefetch, CsvLog metrics)
    {
        network.train();
        int step = loop.Step;
        double rate = schedule.Rate(step);
        var report = trainingStep.Run(step, rate, NextBatch);
        average?.Update(step);
        return () =>
        {
            metrics.Add(loop.Step, LabelsAt(step), rate, report.CrossEntropy, report.Distillation, report.Labeled);
            Report(null, report);
        };

        Batch NextBatch()
        {
            TrainingSample[] samples = [.. Enumerable.Range(0, options.Optimization.Batch).Select(_ => prefetch.Take())];
            return Batch.Of(samples, options.Augmentation.CropHeight, options.Augmentation.CropWidth, device);
        }
    }

    private void Evaluate(RunEvaluation evaluation, CancellationToken cancellationToken)
    {
        using var averaged = average?.Apply();
        try
        {
            var (metrics, isBest) = evaluation.Evaluate(loop.Step, cancellationToken);
            if (isBest) SaveStudent(folder.Best);
            Report(metrics, new StepReport(double.NaN, null, 0));
        }
        catch (OperationCanceledException)
        {
            averaged?.Dispose();
            Save(); // the evaluation comes again on resume, the steps before it do not
            throw;
        }
    }

    private void Save()
    {
        state.Save(folder.Checkpoint, loop.Step, settings);
        using (average?.Apply()) SaveStudent(folder.Student);
    }

    private void SaveStudent(string path)
    {
        var described = settings.DeepClone().AsObject();
        described["steps-done"] = loop.Step;
        network.Save(path, options.Vocabulary.WithUnseen(options.Unseen), described);
    }

    private string LabelsAt(int at) => plan.GuidanceAt(Math.Min(at, loop.Steps - 1)).ToString().ToLowerInvariant();

    private void Report(ValidationMetrics? metrics, StepReport report, ValidationMetrics? teacherMetrics = null)
    {
        if (progress is null) return;
        int last = Math.Max(0, loop.Step - 1);
        progress.Report(new TrainingProgress(
            loop.Step,
            loop.Steps,
            report.CrossEntropy + options.DistillationWeight * (report.Distillation ?? 0),
            schedule.Rate(last),
            LabelsAt(last),
            loop.SamplesPerSecond,
            loop.Remaining,
            metrics,
            teacherMetrics));
    }
}
