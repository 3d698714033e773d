using System.Diagnostics;
using System.Text.Json.Nodes;
using MaskClip.Training.Contrastive.Optimization;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.SelfTraining;
using MaskClip.Training.Contrastive.Towers;
using MaskClip.Training.Contrastive.Validation;
using MaskClip.Training.Engine;
using MaskClip.Training.Photos;
using MaskClip.Training.Runs;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive;

/// <summary>A run under way: steps, evaluations, checkpoints.</summary>
internal sealed class ContrastiveRun : IDisposable
{
    private static readonly string[] MetricsHeader = ["step", "learning_rate", "loss", "pictures_right", "texts_right", "logit_scale", "gradient_norm"];
    private static readonly string[] EvaluationHeader = ["step", "zero_shot", "maskclip", "clip"];

    private readonly ContrastiveOptions options;
    private readonly RunFolder folder;
    private readonly IProgress<ContrastiveProgress>? progress;
    private readonly Device device;
    private readonly ClipNetwork network;
    private readonly TowerOptimizer optimizer;
    private readonly ContrastiveState state;
    private readonly JsonObject settings;
    private readonly ModelValidation? validation;
    private readonly Stopwatch training = new();
    private int resumedAt;
    private int step;

    /// <summary>Builds the network and, when the run is resumed, takes its state.</summary>
    public ContrastiveRun(ContrastiveOptions options, RunFolder folder, IProgress<ContrastiveProgress>? progress)
    {
        this.options = options;
        this.folder = folder;
        this.progress = progress;
        var engine = TorchEngine.Open(options.Device, options.Threads);
        options.Validation.Logger.LogDebug("{Engine}", engine.Description);
        device = engine.Device;
        network = NetworkBuilder.Build(options);
        network.To(device);
        optimizer = new TowerOptimizer(network, options.Optimization.MuonRate > 0);
        state = new ContrastiveState(network, optimizer);
        settings = ContrastiveSettings.Of(options, network.Config);
        if (options.EvaluationPhotos.Count > 0) validation = new ModelValidation(options, folder);
        if (options.Resume && File.Exists(folder.Checkpoint)) step = resumedAt = state.Load(folder.Checkpoint, settings);
    }

    private int Steps => options.Optimization.Steps;

    /// <summary>Runs to the end.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        using var metrics = CsvLog.Open(folder.Metrics, MetricsHeader, step);
        using var evaluations = CsvLog.Open(folder.Evaluations, EvaluationHeader, step);
        var judged = evaluations.Lines.Select(line => line[0]).ToHashSet(StringComparer.Ordinal);
        using var teacher = options.SelfTraining is { } self ? new PlaceTeacher(options.Start!, network.Config.Image!.ImageSize, self, options.Validation) : null;
        using var rows = teacher is null ? null : tensor(teacher.Rows.ToArray(), [teacher.Classes, teacher.Rows.Length / teacher.Classes]).to(device);
        var classes = rows is null ? null : new PlaceClasses(rows, options.SelfTraining!.Weight);
        var sampler = new PairSampler(options.Pairs, network.Config, options.Sampling, options.Seed, teacher);
        int samples = options.Optimization.SamplesPerStep, ahead = options.Prefetch > 0 ? options.Prefetch : samples;
        // Its own token: the samples of the step under way must still come after a cancellation.
        using var prefetch = new Prefetch<PairSample>(sampler.Make, (long)step * samples, (long)Steps * samples, ahead, CancellationToken.None);
        var trainingStep = new ContrastiveStep(network, optimizer, options.Optimization, classes, options.BFloat16);
        network.Train(imageTower: !options.Optimization.Freezes("visual."));
        while (true)
        {
            if (IsDue() && !judged.Contains($"{step}")) Evaluate(evaluations, cancellationToken);
            if (step == Steps) break;
            if (cancellationToken.IsCancellationRequested) Save();
            cancellationToken.ThrowIfCancellationRequested();
            Step(trainingStep, prefetch, metrics);
            if (step % options.CheckpointEvery == 0 || step == Steps) Save();
        }

        ModelCard.Write(folder, options, network.Config, settings);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
    }

    private bool IsDue() => validation is not null && step > 0 && (step % options.EvaluationInterval == 0 || step == Steps);

    private void Step(ContrastiveStep trainingStep, Prefetch<PairSample> prefetch, CsvLog metrics)
    {
        training.Start();
        PairSample[] samples = [.. Enumerable.Range(0, options.Optimization.SamplesPerStep).Select(_ => prefetch.Take())];
        using var batch = ContrastiveBatch.Of(samples, network.Config.Image!.ImageSize, device);
        var report = trainingStep.Run(step, batch);
        training.Stop();
        metrics.Add(step + 1, report.Rate, report.Loss, report.PicturesRight, report.TextsRight, report.LogitScale, report.GradientNorm);
        step++;
        Report(report, null);
    }

    private void Evaluate(CsvLog evaluations, CancellationToken cancellationToken)
    {
        Save();
        var figures = validation!.Evaluate(step, cancellationToken);
        evaluations.Add(step, figures.ZeroShot, figures.MaskClip, figures.Clip);
        Report(null, figures);
    }

    private void Save()
    {
        state.Save(folder.Checkpoint, step, settings);
        var described = settings.DeepClone().AsObject();
        described["steps-done"] = step;
        ModelFile.Write(folder.Model, network, options.Half, options.TrainedTokensOnly, described);
    }

    private void Report(ContrastiveReport? last, ModelMetrics? figures)
    {
        if (progress is null) return;
        int done = step - resumedAt;
        double seconds = training.Elapsed.TotalSeconds;
        progress.Report(new ContrastiveProgress(
            step,
            Steps,
            last,
            done == 0 ? 0 : done * options.Optimization.SamplesPerStep / seconds,
            done == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(seconds / done * (Steps - step)),
            figures));
    }
}
