using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;
using MaskClip.Training.Bridge.Words;
using MaskClip.Training.Engine;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge;

/// <summary>The steps of one training: the first, or a round of self-training.</summary>
internal sealed class MapTraining
{
    // Seeds of different rounds are apart.
    private const int RoundSeed = 1_000_003;

    private readonly BridgeOptions options;
    private readonly PhotoWords words;
    private readonly double scale;
    private readonly PhotoBatches photos;
    private readonly PositionBatches? positions;

    /// <summary>Prepares the batches.</summary>
    /// <param name="options">The run.</param>
    /// <param name="features">The photos' features.</param>
    /// <param name="words">The photos' words.</param>
    /// <param name="labeled">Labeled positions; <see langword="null"/> in the first training.</param>
    /// <param name="round">The round, 0 for the first training.</param>
    public MapTraining(BridgeOptions options, BridgeFeatures features, PhotoWords words, IReadOnlyList<LabeledPositions>? labeled,
        int round)
    {
        this.options = options;
        this.words = words;
        scale = 1 / features.Scale;
        long seed = options.Seed + (long)round * RoundSeed;
        photos = new PhotoBatches(features.Windows, features.Photos, options.Optimization, features.Channels, seed);
        positions = labeled is null ? null
            : new PositionBatches(features.Positions!, labeled, options.SelfTraining, features.Channels, seed);
    }

    /// <summary>Vectors of the learned words.</summary>
    public required Tensor Learned { get; init; }

    /// <summary>Vectors of all names.</summary>
    public required Tensor All { get; init; }

    /// <summary>Which names are not negatives of which.</summary>
    public required Tensor Relatives { get; init; }

    /// <summary>One step.</summary>
    /// <param name="map">The map.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="steps">Steps of this training.</param>
    /// <param name="device">Where it computes.</param>
    /// <exception cref="InvalidOperationException">The loss is not a number any more.</exception>
    public BridgeReport Step(BridgeMap map, int step, int steps, Device device)
    {
        using var scope = NewDisposeScope();
        int[] chosen = photos.Photos(step);
        var targets = WordTargets.Of(words, chosen, device);
        var scores = map.Scores(photos.Vectors(step, chosen, device).Times(scale), Learned);
        var (whole, windows, right) = WordLoss.OfPhotos(scores, targets);
        var loss = whole.Plus(windows);
        double ofPositions = double.NaN;
        if (positions is not null)
        {
            var (vectors, labels) = positions.Of(step, device);
            var own = WordLoss.OfPositions(map.Scores(vectors.Times(scale), All), labels, Relatives);
            ofPositions = own.item<float>();
            loss = loss.Plus(own, options.SelfTraining.Weight);
        }

        double value = loss.item<float>();
        if (!double.IsFinite(value)) throw new InvalidOperationException(
            $"The training diverged: the loss of step {step + 1} is {value}. Give a lower learning rate.");
        double rate = options.Optimization.LearningRate * (1 + Math.Cos(Math.PI * step / steps)) / 2;
        double norm = map.Step(loss, step + 1, rate, options.Optimization.WeightDecay);
        return new BridgeReport(value, whole.item<float>(), windows.item<float>(), ofPositions, right.item<float>(), rate, map.Scale, norm);
    }
}
