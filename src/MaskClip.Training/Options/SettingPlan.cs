using MaskClip.Training.Schedule;
using MaskClip.Training.Supervision;

namespace MaskClip.Training;

/// <summary>What a setting means: which truth is handed out, who labels the rest and when, and what the loss is made of.</summary>
internal sealed class SettingPlan
{
    private readonly Guidance first;
    private readonly int switchStep;

    /// <summary>Lays out a run.</summary>
    public SettingPlan(TrainingOptions options)
    {
        int classes = options.Vocabulary.Classes.Count;
        var setting = options.Setting;
        Distils = setting == TrainingSetting.Distillation;
        UsesTruth = setting != TrainingSetting.AnnotationFree && options.Photos.All(photo => photo.LoadTruth is not null);
        ReadsMasks = UsesTruth || (options.VoidFromMasks && setting == TrainingSetting.AnnotationFree);
        ushort instead = setting == TrainingSetting.FineTuning ? TrainingLabels.Ignore : TrainingLabels.Unlabeled;
        Guard = UsesTruth
            ? new TruthGuard(classes, setting == TrainingSetting.Supervised ? [] : options.Unseen, instead)
            : TruthGuard.HideAll(classes);

        // The truth of a learned background can be told, but no text describes it: CLIP never gives it.
        int from = options.Student.LearnedBackground ? 1 : 0;
        PseudoClasses =
        [
            .. (UsesTruth && options.Unseen.Count > 0 ? options.Unseen : Enumerable.Range(0, classes))
                .Where(index => index >= from)
                .Order(),
        ];
        first = setting switch
        {
            TrainingSetting.AnnotationFree or TrainingSetting.ZeroShot => Guidance.Clip,
            TrainingSetting.SelfTraining => Guidance.Self,
            _ => Guidance.None,
        };
        var switching = options.SelfTrainingAfter ?? (setting == TrainingSetting.ZeroShot ? SwitchPoint.Tenth : SwitchPoint.Never);
        switchStep = first == Guidance.Clip ? switching.StepOf(options.Optimization.Steps) : int.MaxValue;
    }

    /// <summary>What stands between the masks and the training.</summary>
    public TruthGuard Guard { get; }

    /// <summary>Whether masks tell of some class.</summary>
    public bool UsesTruth { get; }

    /// <summary>Whether masks are read at all: for classes, or only for what is none.</summary>
    public bool ReadsMasks { get; }

    /// <summary>Whether the student's features follow the teacher's.</summary>
    public bool Distils { get; }

    /// <summary>The classes that pseudo labels are chosen from: the unseen ones where there is truth about the others.</summary>
    public IReadOnlyList<int> PseudoClasses { get; }

    /// <summary>Who labels unlabeled pixels at a step, from 0.</summary>
    public Guidance GuidanceAt(int step) => step < switchStep ? first : Guidance.Self;

    /// <summary>What does not fit together.</summary>
    public static IEnumerable<string> Errors(TrainingOptions options)
    {
        var setting = options.Setting;
        bool masks = options.Photos.All(photo => photo.LoadTruth is not null);
        bool some = options.Photos.Any(photo => photo.LoadTruth is not null);
        if (setting is TrainingSetting.ZeroShot or TrainingSetting.FineTuning or TrainingSetting.Supervised && !masks)
        {
            yield return $"the {setting} setting needs a mask for every photo";
        }

        if (setting is TrainingSetting.SelfTraining or TrainingSetting.Distillation && some && !masks)
        {
            yield return "some photos have masks and some have none; give all of them masks, or none";
        }

        if (options.VoidFromMasks && setting != TrainingSetting.AnnotationFree)
            yield return "pixels of no class are read off the masks in every setting but the annotation-free; leave that option out";
        if (options.VoidFromMasks && !masks) yield return "masks are to say which pixels are of no class; give every photo one";
        if (setting == TrainingSetting.ZeroShot && options.Unseen.Count == 0)
        {
            yield return "the zero-shot setting needs unseen classes; name them, or take the supervised setting";
        }

        if (setting == TrainingSetting.SelfTraining && options.Student.Start is null)
        {
            yield return "self-training alone needs a student to start from";
        }

        foreach (var error in options.Teacher.Errors(setting == TrainingSetting.Distillation)) yield return error;
        if (options.Student.LearnedBackground && !options.Vocabulary.Classes[0].IsBackground)
        {
            yield return "a learned background needs a vocabulary whose class 0 is the background, such as voc21";
        }
    }
}
