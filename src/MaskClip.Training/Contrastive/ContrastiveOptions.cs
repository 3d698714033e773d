
using MaskClip.Towers;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.SelfTraining;

namespace MaskClip.Training.Contrastive;

/// <summary>One contrastive training run.</summary>
public sealed record ContrastiveOptions
{
    /// <summary>The pairs.</summary>
    public required IPairSource Pairs { get; init; }

    /// <summary>Sizes of both towers; <see langword="null"/> takes them from <see cref="Start"/>.</summary>
    public ClipConfig? Network { get; init; }

    /// <summary>A CLIP model to go on from; <see langword="null"/> starts with random weights.</summary>
    public string? Start { get; init; }

    /// <summary>
    /// Side of training pictures, in pixels; <see langword="null"/> takes the network's. Position embeddings of <see cref="Start"/> are
    /// resized to it.
    /// </summary>
    public int? ImageSize { get; init; }

    /// <summary>How pairs become samples.</summary>
    public PairOptions Sampling { get; init; } = new();

    /// <summary>How the towers are optimized.</summary>
    public ContrastiveOptimization Optimization { get; init; } = new();

    /// <summary>Self-training; <see langword="null"/> for none. Needs <see cref="Start"/>.</summary>
    public SelfTrainingOptions? SelfTraining { get; init; }

    /// <summary>
    /// Whether transformer blocks, or a ResNet's convolutions, and Muon compute in bf16; weights, losses and moments are fp32 all the same.
    /// </summary>
    public bool BFloat16 { get; init; }

    /// <summary>Photos with masks to evaluate the model on; never trained on.</summary>
    public IReadOnlyList<TrainingPhoto> EvaluationPhotos { get; init; } = [];

    /// <summary>The classes to evaluate with; needed with <see cref="EvaluationPhotos"/>.</summary>
    public Vocabulary? Vocabulary { get; init; }

    /// <summary>How the model is loaded to be evaluated.</summary>
    public SegmenterOptions Validation { get; init; } = new();

    /// <summary>Steps between two evaluations; the last step is always evaluated. 0: a tenth of all steps.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>Steps between two checkpoints; the last step always makes one.</summary>
    public int CheckpointEvery { get; init; } = 200;

    /// <summary>Photos on the sheets that are drawn at each evaluation; 0 for no sheets.</summary>
    public int SheetPhotos { get; init; } = 4;

    /// <summary>Whether the model is written in fp16.</summary>
    public bool Half { get; init; }

    /// <summary>Whether the model keeps only the token embeddings that were trained, which only this library reads.</summary>
    public bool TrainedTokensOnly { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Output { get; init; }

    /// <summary>Whether to go on from the folder's checkpoint; without one the run begins at step 0.</summary>
    public bool Resume { get; init; }

    /// <summary>Of all random numbers.</summary>
    public int Seed { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of the training engine; 0: one per core.</summary>
    public int Threads { get; init; }

    /// <summary>Samples that are prepared ahead of the training; 0: those of a step.</summary>
    public int Prefetch { get; init; }

    /// <summary>Steps between two evaluations.</summary>
    public int EvaluationInterval => EvaluateEvery > 0 ? EvaluateEvery : Math.Max(1, Optimization.Steps / 10);

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Sampling.Validate(errors);
        Optimization.Validate(errors);
        SelfTraining?.Validate(errors);
        if (SelfTraining is not null && Start is null) errors.Add("self-training needs a model to start from, which labels the pictures");
        if (SelfTraining is not null && Sampling.Small > 0)
            errors.Add("self-training labels whole pictures and collages, not small pictures");
        if (Network is null == Start is null) errors.Add("either the network's sizes are needed or a model to start from, not both");
        if (Pairs.Count is { } count && count < 2) errors.Add("there is one pair; without others there is nothing to tell it from");
        if (EvaluationPhotos.Count > 0 && Vocabulary is not { Classes.Count: > 1 })
            errors.Add("two classes or more are needed to evaluate with");
        if (EvaluationPhotos.FirstOrDefault(photo => photo.LoadTruth is null) is { } bare)
            errors.Add($"the evaluation photo '{bare.Name}' has no mask");
        if (EvaluateEvery < 0) errors.Add($"{EvaluateEvery} steps between evaluations; 0 or more are allowed");
        if (CheckpointEvery < 1) errors.Add($"{CheckpointEvery} steps between checkpoints; 1 or more are allowed");
        if (SheetPhotos is < 0 or > 64) errors.Add($"{SheetPhotos} photos on a sheet; 0 to 64 are allowed");
        if (Prefetch is < 0 or > 65_536) errors.Add($"{Prefetch} samples ahead; 0 to 65536 are allowed");
        if (errors.Count > 0) throw new OptionsException($"This run cannot start: {string.Join("; ", errors)}.");
    }
}
