using System.CommandLine;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;

namespace MaskClip.Train.Flags;

/// <summary>The options that say how a bridge's map is trained.</summary>
internal sealed class MapFlags
{
    private static readonly MapOptimization Usual = new();
    private static readonly PositionOptions UsualRounds = new();

    private readonly Option<int> steps = new("--steps")
    {
        Description = "Steps of the first training.",
        DefaultValueFactory = _ => Usual.Steps,
        HelpName = "n",
    };

    private readonly Option<int> batch = new("--batch")
    {
        Description = "Photos of a step.",
        DefaultValueFactory = _ => Usual.Batch,
        HelpName = "n",
    };

    private readonly Option<double> rate = new("--learning-rate", "--lr")
    {
        Description = "Learning rate at the beginning; it falls by half a cosine.",
        DefaultValueFactory = _ => Usual.LearningRate,
    };

    private readonly Option<double> decay = new("--weight-decay")
    {
        Description = "Weight decay of the map.",
        DefaultValueFactory = _ => Usual.WeightDecay,
    };

    private readonly Option<int> rounds = new("--rounds")
    {
        Description = "Rounds of self-training, in which the map labels positions of photos and a new one learns from them; 0 for none.",
        DefaultValueFactory = _ => UsualRounds.Rounds,
        HelpName = "n",
    };

    private readonly Option<int> roundSteps = new("--round-steps")
    {
        Description = "Steps of a round.",
        DefaultValueFactory = _ => UsualRounds.Steps,
        HelpName = "n",
    };

    private readonly Option<int> roundPhotos = new("--round-photos")
    {
        Description = "Photos whose positions are kept for the rounds, 1.5 MB each with 512 channels.",
        DefaultValueFactory = _ => UsualRounds.Photos,
        HelpName = "n",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [steps, batch, rate, decay, rounds, roundSteps, roundPhotos];

    /// <summary>How the map is optimized.</summary>
    public MapOptimization Optimization(ParseResult result) => new()
    {
        Steps = result.GetValue(steps),
        Batch = result.GetValue(batch),
        LearningRate = result.GetValue(rate),
        WeightDecay = result.GetValue(decay),
    };

    /// <summary>The rounds.</summary>
    public PositionOptions SelfTraining(ParseResult result) => new()
    {
        Rounds = result.GetValue(rounds),
        Steps = result.GetValue(roundSteps),
        Photos = result.GetValue(roundPhotos),
    };
}
