using MaskClip.Evaluation;
using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Tests;

/// <summary>More classes than labels of 8 bits tell apart.</summary>
public sealed class ManyClassesTests(DrawnRun runs) : IClassFixture<DrawnRun>
{
    private const int First = 296, Classes = 300;

    private static readonly Vocabulary Names = Vocabulary.Parse(
        [.. Enumerable.Range(0, First).Select(i => $"thing {i}"), .. DrawnScenes.Vocabulary.Classes.Select(one => one.Name)]);

    [Fact]
    public void Run_WithThreeHundredClasses_LearnsThoseBehindThe255th()
    {
        Trainer.Run(runs.ZeroShot("many") with
        {
            Vocabulary = Names,
            Setting = TrainingSetting.Supervised,
            Unseen = [],
            Photos = Photos(seed: 1, count: 12),
            EvaluationPhotos = [],
            Student = new StudentOptions { Config = TinyStudents.Config(decoder: MaskClip.Students.StudentDecoder.DeepLabV3Plus) },
            Augmentation = new AugmentationOptions { CropWidth = 64, CropHeight = 64, Size = 80, MinScale = 0.75, MaxScale = 1.5 },
            Optimization = new OptimizationOptions { Steps = 60, Batch = 4, LearningRate = 0.05 },
        });

        using var student = StudentSegmenter.Load(runs.At("many", "student.safetensors"));
        var test = Photos(seed: 2, count: 1)[0];
        var labels = student.Segment(test.Load()).Labels.ToArray();
        Assert.Equal(Classes, student.Vocabulary.Classes.Count);
        Assert.True(labels.Zip(test.LoadTruth!().Labels.ToArray()).Count(pair => pair.First == pair.Second) > 0.5 * labels.Length);
        Assert.True(labels.Distinct().Count(label => label >= First) > 1);
    }

    [Fact]
    public void Run_AnnotationFree_WithThreeHundredNames_IsLabeledByClip()
    {
        Trainer.Run(runs.ZeroShot("many-free") with
        {
            Vocabulary = Names,
            Setting = TrainingSetting.AnnotationFree,
            Unseen = [],
            Photos = DrawnScenes.Draw(4, seed: 1, masks: false),
            EvaluationPhotos = [],
            SelfTrainingAfter = null,
        });

        Assert.All(
            File.ReadAllLines(runs.At("many-free", "metrics.csv"))[1..],
            line => Assert.True(double.Parse(line.Split(',')[5], System.Globalization.CultureInfo.InvariantCulture) > 0.1, line));
    }

    private static TrainingPhoto[] Photos(int seed, int count) =>
    [
        .. DrawnScenes.Draw(count, seed).Select(photo => photo with
        {
            LoadTruth = () =>
            {
                var truth = photo.LoadTruth!();
                return new LabelMap(truth.Width, truth.Height, [.. truth.Labels.ToArray().Select(label => (ushort)(label + First))]);
            },
        })
    ];
}
