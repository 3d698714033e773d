using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.SelfTraining;

namespace MaskClip.Train.Flags;

/// <summary>The options that say how long and how a CLIP model is trained.</summary>
internal sealed class ContrastiveFlags
{
    private static readonly ContrastiveOptimization Usual = new();

    private readonly Option<int> steps = new("--steps")
    {
        Description = "Optimization steps.",
        DefaultValueFactory = _ => Usual.Steps,
        HelpName = "n",
    };
    private readonly Option<int> batch = new("--batch")
    {
        Description = "Pictures that go through the image tower together.",
        DefaultValueFactory = _ => Usual.Batch,
        HelpName = "n",
    };
    private readonly Option<int> accumulate = new("--accumulate")
    {
        Description = "Batches that are one step; all their pictures and texts are each other's negatives, for a forward pass more.",
        DefaultValueFactory = _ => Usual.Accumulate,
        HelpName = "n",
    };
    private readonly Option<double> rate = new("--learning-rate", "--lr")
    {
        Description = "Highest learning rate. To adapt a trained model, 1e-5 is a beginning.",
        DefaultValueFactory = _ => Usual.LearningRate,
    };
    private readonly Option<double> muon = new("--muon")
    {
        Description = "Highest learning rate of Muon for the matrices of blocks, as 8e-3 from random weights; 0 is AdamW for all.",
        HelpName = "rate",
    };
    private readonly Option<int?> warmUp = new("--warm-up")
    {
        Description = "Steps in which the learning rate rises; then it falls by half a cosine. Default: 500, or a twentieth of all " +
            "where that is less.",
        HelpName = "n",
    };
    private readonly Option<double> decay = new("--weight-decay")
    {
        Description = "Weight decay of matrices; norms, shifts, embeddings and the logit scale have none.",
        DefaultValueFactory = _ => Usual.WeightDecay,
    };
    private readonly Option<double> norm = new("--gradient-norm")
    {
        Description = "Longest gradient that is followed as it is; 0 for any.",
        DefaultValueFactory = _ => Usual.GradientNorm,
    };
    private readonly Option<double> places = new("--places-weight")
    {
        Description = "Weight of a second loss that compares texts with single places of pictures, as the method maskclip reads them; 0 " +
            "is CLIP's own training.",
        HelpName = "weight",
    };
    private readonly Option<double> sharpness = new("--places-sharpness")
    {
        Description = "How much more near places count in that loss: with 10 a thing's most telling spot is enough, with less more of " +
            "it has to be near its name.",
        DefaultValueFactory = _ => Usual.PlacesSharpness,
        HelpName = "factor",
    };
    private readonly Option<double> selfTraining = new("--self-training")
    {
        Description = "Weight of a loss in which the model of --init labels the places of each picture (sclip and PAMR, with the names " +
            "that its captions say on offer) and the new one learns these labels; 0 for none. Names are those of --eval-data, or the " +
            "small world's.",
        HelpName = "weight",
    };
    private readonly Option<string[]> freeze = new("--freeze")
    {
        Description = $"Parts that keep their weights: {string.Join(", ", ContrastiveOptimization.Parts)}. Repeat for more.",
        HelpName = "part",
    };
    private readonly Option<bool> bf16 = new("--bf16")
    {
        Description = "Compute transformer blocks, or a ResNet's convolutions, and Muon in bf16: faster where the processor has it. " +
            "Weights stay fp32.",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        steps, batch, accumulate, rate, muon, warmUp, decay, norm, places, sharpness, selfTraining, freeze, bf16
    ];

    /// <summary>Whether blocks compute in bf16.</summary>
    public bool BFloat16(ParseResult result) => result.GetValue(bf16);

    /// <summary>Self-training, where it is asked for.</summary>
    public SelfTrainingOptions? SelfTraining(ParseResult result, Vocabulary? classes, bool world)
    {
        double weight = result.GetValue(selfTraining);
        if (weight == 0) return null;
        if (classes is null)
            throw new UsageException("--self-training needs names for the places of pictures: give --eval-data, whose classes are taken.");
        return new SelfTrainingOptions(classes, world ? WorldPairs.Spoken(classes) : classes) { Weight = weight };
    }

    /// <summary>How it is optimized.</summary>
    public ContrastiveOptimization Read(ParseResult result) => new()
    {
        Steps = result.GetValue(steps),
        Batch = result.GetValue(batch),
        Accumulate = result.GetValue(accumulate),
        LearningRate = result.GetValue(rate),
        MuonRate = result.GetValue(muon),
        WarmUp = result.GetValue(warmUp) ?? Math.Min(Usual.WarmUp, result.GetValue(steps) / 20),
        WeightDecay = result.GetValue(decay),
        GradientNorm = result.GetValue(norm),
        PlacesWeight = result.GetValue(places),
        PlacesSharpness = result.GetValue(sharpness),
        Frozen = result.GetValue(freeze) ?? [],
    };
}
