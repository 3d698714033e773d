using MaskClip.Training.Augmentation;
using MaskClip.Training.Teacher;

namespace MaskClip.Training.Tests;

/// <summary>Small runs over drawn scenes, each class of tests with a folder of its own.</summary>
public sealed class DrawnRun : IDisposable
{
    /// <summary>Holds graphs and text embeddings, and the runs.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-train").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>
    /// A zero-shot run of twelve steps with everything in it that has a state: average, accumulation, both kinds of labels, evaluations.
    /// </summary>
    internal TrainingOptions ZeroShot(string output) => new()
    {
        Setting = TrainingSetting.ZeroShot,
        Vocabulary = DrawnScenes.Vocabulary,
        Unseen = [2, 3],
        Photos = DrawnScenes.Draw(5, seed: 1),
        EvaluationPhotos = DrawnScenes.Draw(3, seed: 2),
        Teacher = new TeacherOptions { Model = "world-clip", Embedding = new SegmenterOptions { CacheFolder = At("cache"), Threads = 1 } },
        Student = new StudentOptions { Config = TinyStudents.Config() },
        Augmentation = new AugmentationOptions { CropWidth = 64, CropHeight = 64 },
        Optimization = new OptimizationOptions { Steps = 12, Batch = 2, Accumulate = 2, Average = 0.9 },
        SelfTrainingAfter = Training.Schedule.SwitchPoint.Parse("50%"),
        EvaluateEvery = 6,
        CheckpointEvery = 5,
        SheetPhotos = 1,
        Output = At(output),
        Seed = 4,
        Threads = 1,
    };
}
