using MaskClip.Training.Augmentation;
using MaskClip.Training.Schedule;
using MaskClip.Training.Supervision;
using MaskClip.Training.Teacher;

namespace MaskClip.Training;

/// <summary>One training run.</summary>
public sealed record TrainingOptions
{
    /// <summary>What the student learns from.</summary>
    public TrainingSetting Setting { get; init; } = TrainingSetting.AnnotationFree;

    /// <summary>The classes; 2 to 65,534.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>Indices of the classes whose truth is hidden in training.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<int> Unseen { get; init; } = [];

    /// <summary>The photos to train on.</summary>
    public required IReadOnlyList<TrainingPhoto> Photos { get; init; }

    /// <summary>Photos with masks to evaluate the student on; never trained on.</summary>
    /// <value>The default value is empty: nothing is evaluated.</value>
    public IReadOnlyList<TrainingPhoto> EvaluationPhotos { get; init; } = [];

    /// <summary>The CLIP teacher; its texts are the student's classifier, its ResNet is what a <c>clip</c> backbone starts from.</summary>
    public TeacherOptions Teacher { get; init; } = new();

    /// <summary>The network.</summary>
    public StudentOptions Student { get; init; } = new();

    /// <summary>How photos are varied.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>How the network is optimized.</summary>
    public OptimizationOptions Optimization { get; init; } = new();

    /// <summary>When the student's own labels replace CLIP's.</summary>
    /// <value>The default value is <see langword="null"/>: after a tenth of the steps in the zero-shot setting, never in others.</value>
    public SwitchPoint? SelfTrainingAfter { get; init; }

    /// <summary>Weight of the feature distillation.</summary>
    /// <value>The default value is 1.</value>
    public double DistillationWeight { get; init; } = 1;

    /// <summary>
    /// Whether features are distilled where truth is known too, or only where it is not (<c>distill_labeled=False</c> of the released
    /// code).
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool DistillLabeled { get; init; } = true;

    /// <summary>
    /// Whether the annotation-free setting reads masks for the one thing that the released code's annotation-free runs read off them: which
    /// pixels are of no class at all (void, and VOC's background), so that they teach nothing.
    /// </summary>
    /// <value>The default value is <see langword="false"/>: no mask is read.</value>
    public bool VoidFromMasks { get; init; }

    /// <summary>Steps between two evaluations; the last step is always evaluated.</summary>
    /// <value>The default value is 0: a tenth of all steps.</value>
    public int EvaluateEvery { get; init; }

    /// <summary>Steps between two checkpoints; the last step always makes one.</summary>
    /// <value>The default value is 100.</value>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Photos on the sheets that show photo, teacher and student at each evaluation; 0 for no sheets.</summary>
    /// <value>The default value is 4.</value>
    public int SheetPhotos { get; init; } = 4;

    /// <summary>The run's folder.</summary>
    public required string Output { get; init; }

    /// <summary>Whether to go on from the folder's checkpoint; without one the run begins at step 0.</summary>
    public bool Resume { get; init; }

    /// <summary>Of all random numbers.</summary>
    public int Seed { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    /// <value>The default value is <c>auto</c>: CUDA where there is one.</value>
    public string Device { get; init; } = "auto";

    /// <summary>Threads of the training engine.</summary>
    /// <value>The default value is 0: one per core.</value>
    public int Threads { get; init; }

    /// <summary>Samples that are prepared ahead of the training.</summary>
    /// <value>The default value is 8.</value>
    public int Prefetch { get; init; } = 8;

    internal int EvaluationInterval => EvaluateEvery > 0 ? EvaluateEvery : Math.Max(1, Optimization.Steps / 10);

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    internal void Validate()
    {
        Teacher.Validate();
        List<string> errors = [];
        Augmentation.Validate(errors);
        Optimization.Validate(errors);
        int classes = Vocabulary.Classes.Count;
        if (classes is < 2 or > TrainingLabels.MaxClasses)
        {
            errors.Add($"there are {classes} classes; 2 to {TrainingLabels.MaxClasses} are allowed");
        }

        if (Unseen.Any(index => index < 0 || index >= classes))
        {
            errors.Add($"the unseen classes are {string.Join(", ", Unseen)}; 0 to {classes - 1} are allowed");
        }

        if (Unseen.Count >= classes) errors.Add("every class is unseen; leave at least one seen, or take the annotation-free setting");
        if (Photos.Count == 0) errors.Add("there are no photos to train on");
        if (EvaluationPhotos.FirstOrDefault(photo => photo.LoadTruth is null) is { } bare)
        {
            errors.Add($"the evaluation photo '{bare.Name}' has no mask");
        }

        if (DistillationWeight is not (>= 0 and <= 1000))
        {
            errors.Add($"the distillation's weight is {DistillationWeight}; 0 to 1000 is allowed");
        }

        if (EvaluateEvery < 0) errors.Add($"{EvaluateEvery} steps between evaluations; 0 or more are allowed");
        if (CheckpointEvery < 1) errors.Add($"{CheckpointEvery} steps between checkpoints; 1 or more are allowed");
        if (SheetPhotos is < 0 or > 64) errors.Add($"{SheetPhotos} photos on a sheet; 0 to 64 are allowed");
        if (Threads is < 0 or > 1024) errors.Add($"{Threads} threads; 0 (one per core) to 1024 are allowed");
        if (Prefetch is < 1 or > 4096) errors.Add($"{Prefetch} samples ahead; 1 to 4096 are allowed");
        errors.AddRange(SettingPlan.Errors(this));
        if (errors.Count > 0) throw new OptionsException($"This run cannot start: {string.Join("; ", errors)}.");
    }
}
