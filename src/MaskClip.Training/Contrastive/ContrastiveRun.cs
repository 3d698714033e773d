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
    private static readonly string[] MetricsHeader =
    [
        "step", "learning_rate", "loss", "pictures_right", "texts_right", "logit_scale", "gradient_norm"
    ];
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
    private readonly TrainingLoop loop;

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
        loop = new TrainingLoop(options.Optimization.Steps, options.Optimization.SamplesPerStep, options.CheckpointEvery);
        if (options.Resume && File.Exists(folder.Checkpoint)) loop.Resume(state.Load(folder.Checkpoint, settings));
    }

    /// <summary>Runs to the end.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        using var metrics = CsvLog.Open(folder.Metrics, MetricsHeader, loop.Step);
        using var evaluations = CsvLog.Open(folder.Evaluations, EvaluationHeader, loop.Step);
        var evaluated = evaluations.Lines.Select(line => line[0]).ToHashSet(StringComparer.Ordinal);
        using var teacher = options.SelfTraining is { } self
            ? new PlaceTeacher(options.Start!, network.Config.Image!.ImageSize, self, options.Validation)
            : null;
        using var rows = teacher is null
            ? null
            : tensor(teacher.Rows.ToArray(), [teacher.Classes, teacher.Rows.Length / teacher.Classes]).to(device);
        var classes = rows is null ? null : new PlaceClasses(rows, options.SelfTraining!.Weight);
        var sampler = new PairSampler(options.Pairs, network.Config, options.Sampling, options.Seed, teacher);
        int ahead = options.Prefetch > 0 ? options.Prefetch : options.Optimization.SamplesPerStep;
        // Its own token: the samples of the step under way must still come after a cancellation.
        using var prefetch = new Prefetch<PairSample>(sampler.Make, loop.FirstSample, loop.Samples, ahead, CancellationToken.None);
        var trainingStep = new ContrastiveStep(network, optimizer, options.Optimization, classes, options.BFloat16);
        network.Train(imageTower: !options.Optimization.Freezes("visual."));
        loop.Run(
            () =>
            {
                if (IsDue() && !evaluated.Contains($"{loop.Step}")) Evaluate(evaluations, cancellationToken);
            },
            () => Step(trainingStep, prefetch, metrics),
            Save,
            cancellationToken);

        ModelCard.Write(folder, options, network.Config, settings);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
    }

    private bool IsDue() =>
        validation is not null && loop.Step > 0 && (loop.Step % options.EvaluationInterval == 0 || loop.Step == loop.Steps);

    private Action Step(ContrastiveStep trainingStep, Prefetch<PairSample> prefetch, CsvLog metrics)
    {
        PairSample[] samples = [.. Enumerable.Range(0, options.Optimization.SamplesPerStep).Select(_ => prefetch.Take())];
        using var batch = ContrastiveBatch.Of(samples, network.Config.Image!.ImageSize, device);
        var report = trainingStep.Run(loop.Step, batch);
        return () =>
        {
            metrics.Add(
                loop.Step, report.Rate, report.Loss, report.PicturesRight, report.TextsRight, report.LogitScale, report.GradientNorm);
            Report(report, null);
        };
    }

    private void Evaluate(CsvLog evaluations, CancellationToken cancellationToken)
    {
        Save();
        var metrics = validation!.Evaluate(loop.Step, cancellationToken);
        evaluations.Add(loop.Step, metrics.ZeroShot, metrics.MaskClip, metrics.Clip);
        Report(null, metrics);
    }

    private void Save()
    {
        state.Save(folder.Checkpoint, loop.Step, settings);
        var described = settings.DeepClone().AsObject();
        described["steps-done"] = loop.Step;
        ModelFile.Write(folder.Model, network, options.Half, options.TrainedTokensOnly, described);
    }

    private void Report(ContrastiveReport? last, ModelMetrics? metrics)
    {
        if (progress is null) return;
        progress.Report(new ContrastiveProgress(loop.Step, loop.Steps, last, loop.SamplesPerSecond, loop.Remaining, metrics));
    }
}
