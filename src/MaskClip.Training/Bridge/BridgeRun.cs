using System.Diagnostics;
using System.Text.Json.Nodes;
using MaskClip.Families.Bridge;
using MaskClip.Training.Bridge.Features;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;
using MaskClip.Training.Bridge.Words;
using MaskClip.Training.Engine;
using MaskClip.Training.Runs;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge;

/// <summary>A run under way: features, the first training, rounds of self-training, the model.</summary>
internal sealed class BridgeRun : IDisposable
{
    private static readonly string[] MetricsHeader = ["step", "round", "learning_rate", "loss", "photos", "windows", "positions",
        "words_right", "logit_scale", "gradient_norm"];

    private readonly BridgeOptions options;
    private readonly RunFolder folder;
    private readonly IProgress<BridgeProgress>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly BridgeTowers towers;
    private readonly PhotoWords words;
    private readonly NameTable names;
    private readonly BridgeFeatures features;
    private readonly Device device;
    private readonly JsonObject settings;
    private BridgeMap map;
    private BridgeMap? teacher;
    private BridgeReport? last;
    private int step;

    /// <summary>Opens the networks, finds the words and, when the run is resumed, takes its state.</summary>
    public BridgeRun(BridgeOptions options, RunFolder folder, IProgress<BridgeProgress>? progress, CancellationToken cancellationToken)
    {
        this.options = options;
        this.folder = folder;
        this.progress = progress;
        this.cancellationToken = cancellationToken;
        device = TorchEngine.Open(options.Device, options.Threads).Device;
        words = PhotoWords.Find([.. options.Photos.SelectMany(source =>
            Enumerable.Range(0, source.Count).Select(number => (source.Pairs.TextsOf(number), source.AreTags)))], options.Words);
        towers = BridgeTowers.Open(options.Model, options.Image, options.CacheFolder, options.Threads);
        settings = BridgeSettings.Of(options, towers, words);
        map = NewMap(0);
        if (options.Resume && File.Exists(folder.Checkpoint))
        {
            teacher = NewMap(0);
            (step, bool labels) = BridgeState.Load(folder.Checkpoint, settings, map, teacher);
            if (!labels) Forget();
        }

        names = NameTable.Of(towers, words.Words, options.SelfTraining.Rounds > 0 ? StuffWords.All : [], cancellationToken);
        features = new BridgeFeatures(options, towers, words, progress, cancellationToken);
    }

    private int Steps => options.Optimization.Steps + options.SelfTraining.Rounds * options.SelfTraining.Steps;

    /// <summary>Runs to the end.</summary>
    public void Run()
    {
        Say($"{words.Words.Count} words: {string.Join(", ", words.Words.Take(12))}{(words.Words.Count > 12 ? ", ..." : "")}");
        features.Make();
        using var metrics = CsvLog.Open(folder.Metrics, MetricsHeader, step);
        using var all = Table(names.Vectors, names.Names.Count);
        using var learned = all.narrow(0, 0, names.Words);
        using var table = Table(RelativeTable.Of(words, names.Names.Count), names.Names.Count);
        for (int round = RoundOf(step); round <= options.SelfTraining.Rounds; round++)
        {
            if (round > 0 && step == FirstStep(round))
            {
                teacher?.Dispose();
                (teacher, map) = (map, NewMap(round));
            }

            var labeled = round == 0 ? null : features.Label(teacher!, names, round);
            var training = new MapTraining(options, features, words, labeled, round) { Learned = learned, All = all, Relatives = table };
            Train(training, round, metrics);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        features.Dispose();
        map.Dispose();
        teacher?.Dispose();
        towers.Dispose();
    }

    private void Train(MapTraining training, int round, CsvLog metrics)
    {
        var clock = Stopwatch.StartNew();
        int first = FirstStep(round), end = FirstStep(round + 1), begun = step;
        while (step < end)
        {
            if (cancellationToken.IsCancellationRequested) Save();
            cancellationToken.ThrowIfCancellationRequested();
            last = training.Step(map, step - first, end - first, device);
            step++;
            metrics.Add(
                step, round, last.Rate, last.Loss, last.Whole, last.Windows, double.IsNaN(last.Positions) ? null
                    : last.Positions, last.WordsRight, last.Scale, last.GradientNorm);
            progress?.Report(new BridgeProgress(BridgeWork.Training, step, Steps,
                clock.Elapsed / (step - begun) * (end - step))
            { Round = round, Last = last });
            if (step % options.CheckpointEvery == 0 || step == end) Save();
        }
    }

    private void Save()
    {
        BridgeState.Save(folder.Checkpoint, step, settings, map, teacher);
        using var scope = NewDisposeScope();
        // Training sees vectors divided by their usual length; the map of the model takes them as they are.
        var weight = map.Weight.detach().Times(1 / features.Scale);
        BridgeFiles.Write(folder.Path, towers, names, StoredTensors.Numbers(weight), StoredTensors.Numbers(map.Bias), map.Scale,
            features.Photos.Count);
        BridgeCard.Write(folder.Card, towers, words, features.Photos.Count, features.Skipped, last, settings);
    }

    private BridgeMap NewMap(int round) => new(towers.Channels, towers.EmbeddingSize, options.Seed + round, device);

    private Tensor Table(float[] values, int rows) => tensor(values, [rows, values.Length / rows]).to(device);

    private void Forget()
    {
        teacher!.Dispose();
        teacher = null;
    }

    private int FirstStep(int round) => round == 0 ? 0 : options.Optimization.Steps + (round - 1) * options.SelfTraining.Steps;

    private int RoundOf(int at) => at < options.Optimization.Steps ? 0 : 1 + (at - options.Optimization.Steps) / options.SelfTraining.Steps;

    private void Say(string note) => progress?.Report(new BridgeProgress(BridgeWork.Training, step, Steps, TimeSpan.Zero) { Note = note });
}
