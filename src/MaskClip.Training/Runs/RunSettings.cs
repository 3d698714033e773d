using System.IO.Hashing;
using System.Text;
using System.Text.Json.Nodes;
using MaskClip.Training.Teacher;

namespace MaskClip.Training.Runs;

/// <summary>
/// Everything that a run's numbers depend on, as JSON: kept in its checkpoint, to be compared on resume, and in its student.
/// </summary>
internal static class RunSettings
{
    /// <summary>Describes a run.</summary>
    public static JsonObject Of(TrainingOptions options, Segmenter teacher)
    {
        var (crop, sgd) = (options.Augmentation, options.Optimization);
        var embedding = teacher.Options;
        var scoring = teacher.Complete(options.Teacher.Scoring);
        return new JsonObject
        {
            ["setting"] = options.Setting.ToString(),
            ["classes"] = Strings(options.Vocabulary.Classes.Select(one => one.ToText())),
            ["unseen"] = Strings(options.Unseen.Select(index => options.Vocabulary.Classes[index].Name)),
            ["photos"] = options.Photos.Count,
            ["photo-names"] = Checksum(options.Photos.Select(photo => Path.GetFileName(photo.Name))),
            ["teacher"] = teacher.Source.DisplayName,
            ["teacher-hash"] = teacher.ModelHash,
            ["method"] = embedding.Photos.Method,
            ["teacher-scales"] = TeacherOptions.Describe(embedding.Photos.Scales),
            ["output-stride"] = teacher.OutputStride,
            ["compatibility"] = embedding.Compatibility.ToString(),
            ["templates"] = embedding.Texts.Templates!.Name,
            ["key-smoothing"] = scoring.KeySmoothing,
            ["key-smoothing-temperature"] = scoring.KeySmoothingTemperature,
            ["prompt-denoising"] = scoring.PromptDenoising,
            ["min-confidence"] = scoring.MinScore,
            ["logit-scale"] = scoring.LogitScale ?? SegmentationOptions.DefaultLogitScale,
            ["presence"] = scoring.Presence,
            ["prototypes"] = scoring.Prototypes,
            ["background-threshold"] = scoring.BackgroundThreshold,
            ["area-threshold"] = scoring.AreaThreshold,
            ["vocabulary-reduction"] = scoring.VocabularyReduction,
            ["pamr"] = scoring.Pamr is { } pamr ? $"{pamr.Iterations} at {string.Join(',', pamr.Dilations)}" : null,
            ["guided-filter"] = scoring.GuidedFilter is { } guided ? $"{guided.Radius} at {guided.Epsilon}" : null,
            ["propagation"] = scoring.Propagation is { } propagation ? $"{propagation.DataWeight} at {propagation.Sharpness}" : null,
            ["student"] = options.Student.Network,
            ["dilations"] = options.Student.Dilations is { } dilations ? string.Join(',', dilations) : null,
            ["classifier"] = options.Student.ClassifierIn(options.Setting),
            ["learned-background"] = options.Student.LearnedBackground,
            ["initial"] = options.Student.Initial,
            ["start"] = options.Student.Start,
            ["crop"] = $"{crop.CropWidth}x{crop.CropHeight}",
            ["size"] = crop.LongSide is null && crop.KeepRatio ? crop.ShortSide : crop.SizeRule,
            ["augmentation"] = crop.Vary
                ? $"scale {crop.MinScale}-{crop.MaxScale}, class share {crop.MaxClassShare}, flip {crop.Flip}, colours {crop.Colors}"
                : "none",
            ["steps"] = sgd.Steps,
            ["batch"] = sgd.Batch,
            ["accumulate"] = sgd.Accumulate,
            ["learning-rate"] = sgd.LearningRate,
            ["muon"] = sgd.MuonRate,
            ["min-learning-rate"] = sgd.MinLearningRate,
            ["power"] = sgd.Power,
            ["momentum"] = sgd.Momentum,
            ["weight-decay"] = sgd.WeightDecay,
            ["head-rate"] = sgd.HeadRate,
            ["bf16"] = sgd.BFloat16,
            ["average"] = sgd.Average,
            ["self-training-after"] = options.SelfTrainingAfter?.ToString(),
            ["distillation-weight"] = options.DistillationWeight,
            ["distill-labeled"] = options.DistillLabeled,
            ["void-from-masks"] = options.VoidFromMasks,
            ["seed"] = options.Seed,
        };
    }

    private static string Checksum(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
