using System.Globalization;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Schedule;

namespace MaskClip.Training.Tests;

public sealed class TrainerTests(DrawnRun runs) : IClassFixture<DrawnRun>
{
    [Fact]
    public void Run_Supervised_LossFalls_AndTheDrawnSetIsLearned()
    {
        var options = runs.ZeroShot("learned") with
        {
            Setting = TrainingSetting.Supervised,
            Unseen = [],
            Photos = DrawnScenes.Draw(24, seed: 1),
            EvaluationPhotos = DrawnScenes.Draw(8, seed: 2),
            Student = new StudentOptions { Config = TinyStudents.Config(decoder: MaskClip.Students.StudentDecoder.DeepLabV3Plus) },
            Augmentation = new AugmentationOptions { CropWidth = 64, CropHeight = 64, Size = 80, MinScale = 0.75, MaxScale = 1.5 },
            Optimization = new OptimizationOptions { Steps = 150, Batch = 4, LearningRate = 0.05 },
            EvaluateEvery = 50,
            CheckpointEvery = 1000,
        };
        var result = Trainer.Run(options);

        double[] losses = Column("learned", 3);
        double first = losses[..20].Average(), last = losses[^20..].Average();
        Assert.True(last < 0.5 * first, $"the loss went from {first} to {last}");
        Assert.True(
            result.Student!.MeanIoU > 0.8,
            $"mIoU is {result.Student.MeanIoU}, after {File.ReadAllText(runs.At("learned", "evaluations.csv"))}");
        Assert.True(result.Student.MeanIoU > result.Teacher!.MeanIoU);
        Assert.InRange(result.Gain!.Value, result.Gain.Low, result.Gain.High);
        Assert.True(File.Exists(runs.At("learned", "sheets", "step-000150.png")));
        Assert.Equal(3, File.ReadAllLines(runs.At("learned", "evaluations.csv")).Length - 1);
    }

    [Fact]
    public void Run_AnnotationFree_NeedsNoMask_AndIsLabeledByClip()
    {
        Trainer.Run(
            runs.ZeroShot("free") with
            {
                Setting = TrainingSetting.AnnotationFree,
                Unseen = [],
                Photos = DrawnScenes.Draw(4, seed: 1, masks: false),
                SelfTrainingAfter = null,
            });

        Assert.All(Lines("free"), line => Assert.Equal("clip", line[1]));
        Assert.All(Column("free", 5), labeled => Assert.InRange(labeled, 0.1, 1));
    }

    [Fact]
    public void Run_AnnotationFree_WithMasks_NeverReadsThem()
    {
        var photos = DrawnScenes.Draw(3, seed: 1)
            .Select(photo => photo with { LoadTruth = () => throw new InvalidOperationException("the mask was read") })
            .ToArray();
        Trainer.Run(Short("untouched") with { Setting = TrainingSetting.AnnotationFree, Unseen = [], Photos = photos });
        Assert.Equal(2, Lines("untouched").Length);
    }

    [Fact]
    public void Run_PhotosThatCannotBeRead_AreLeftOutAndNamed()
    {
        var photos = DrawnScenes.Draw(5, seed: 1).ToArray();
        photos[1] = photos[1] with { Name = "torn", Load = () => throw new ImageFormatException("torn", "it is cut off") };
        photos[3] = photos[3] with
        {
            Name = "strange mask",
            LoadTruth = () => throw new Evaluation.DatasetException("strange mask", "label 77"),
        };

        var result = Trainer.Run(Short("some") with
        {
            Setting = TrainingSetting.Supervised,
            Unseen = [],
            Photos = photos,
            Optimization = new OptimizationOptions { Steps = 3, Batch = 2 }, // every photo once
        });

        Assert.Equal(["strange mask", "torn"], result.Unreadable!);
        Assert.Equal(3, Lines("some").Length);
        var none = photos.Select(photo => photo with { Load = () => throw new ImageFormatException("x", "it is cut off") }).ToArray();
        var error = Assert.Throws<ImageFormatException>(() =>
            Trainer.Run(Short("none") with { Setting = TrainingSetting.Supervised, Unseen = [], Photos = none }));
        Assert.Contains("None of the 5 could be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ZeroShot_TheStudentsFileSaysWhichClassesWereUnseen()
    {
        Trainer.Run(Short("names"));
        using var student = StudentSegmenter.Load(runs.At("names", "student.safetensors"));
        Assert.Equal([2, 3], student.Vocabulary.Unseen);
    }

    [Fact]
    public void Run_ZeroShot_SwitchesFromClipToItself()
    {
        Trainer.Run(runs.ZeroShot("switch") with { SelfTrainingAfter = SwitchPoint.Parse("4"), EvaluationPhotos = [] });
        Assert.Equal([.. Enumerable.Repeat("clip", 4), .. Enumerable.Repeat("self", 8)], Lines("switch").Select(line => line[1]));
    }

    [Fact]
    public void Run_FineTuning_IgnoresUnseenPixels_ZeroShotLabelsThem()
    {
        var options = Short("fine") with
        {
            Optimization = new OptimizationOptions { Steps = 4, Batch = 2 },
            Augmentation = new AugmentationOptions { CropWidth = 64, CropHeight = 64, MinScale = 2, MaxScale = 2 },
        };
        Trainer.Run(
            options with
            {
                Setting = TrainingSetting.FineTuning,
                Student = new StudentOptions { Config = TinyStudents.Config(classifier: MaskClip.Students.StudentClassifierKind.Learned) },
            });
        Trainer.Run(options with { Output = runs.At("labelled") });
        Assert.InRange(Column("fine", 5).Average(), 0.1, 0.95);
        Assert.All(Column("labelled", 5), labeled => Assert.Equal(1, labeled));
        Assert.All(Lines("fine"), line => Assert.Equal("none", line[1]));
    }

    [Fact]
    public void Run_Finished_LeavesAPageThatNeedsNothingElse()
    {
        Trainer.Run(
            runs.ZeroShot("page & <b>") with { Vocabulary = Vocabulary.Parse(["grass", "<script>alert(1)</script>", "water", "sand"]) });
        var page = File.ReadAllText(runs.At("page & <b>", "report.html"));
        Assert.Contains("page &amp; &lt;b&gt;", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<b>", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.Equal(2, page.Split("<svg ").Length - 1);
        // Student, seen, unseen, the teacher's two lines; the loss.
        Assert.Equal(6, page.Split("<polyline ").Length - 1);
        Assert.Equal(2, page.Split("data:image/png;base64,").Length - 1);
        // Pictures may spell anything.
        Assert.DoesNotContain("NaN", System.Text.RegularExpressions.Regex.Replace(page, "base64,[^\"]*", ""));
        Assert.DoesNotMatch("(src|href)=\"(?!data:)", page);
    }

    [Fact]
    public void Run_AnnotationFree_WithVoidFromMasks_TakesNothingOffMasksButWhatIsNoClass()
    {
        byte[] Train(string name, bool reads, Func<byte, byte> relabel)
        {
            Trainer.Run(
                Short(name) with
                {
                    Setting = TrainingSetting.AnnotationFree,
                    Unseen = [],
                    VoidFromMasks = reads,
                    Photos = DrawnScenes.Draw(4, seed: 1, relabel: relabel),
                    Optimization = new OptimizationOptions { Steps = 3, Batch = 2 },
                    Augmentation = new AugmentationOptions { CropWidth = 64, CropHeight = 64, MinScale = 2, MaxScale = 2, Colors = false },
                });
            return File.ReadAllBytes(runs.At(name, "student.safetensors"));
        }

        var void1 = Train("void-1", reads: true, label => label == 0 ? (byte)255 : label);
        Assert.InRange(Column("void-1", 5).Average(), 0.05, 0.95);
        Assert.Equal(void1, Train("void-2", reads: true, label => label == 0 ? (byte)255 : (byte)(4 - label)));
        Train("void-none", reads: true, label => label);
        Assert.All(Column("void-none", 5), labeled => Assert.Equal(1, labeled));
        Train("void-unread", reads: false, label => label == 0 ? (byte)255 : label);
        Assert.All(Column("void-unread", 5), labeled => Assert.Equal(1, labeled));
    }

    [Fact]
    public void Run_ZeroShot_OfThreeSteps_IsGuidedFirstAndThenTeachesItself()
    {
        Trainer.Run(
            runs.ZeroShot("three") with
            {
                SelfTrainingAfter = null,
                EvaluationPhotos = [],
                Optimization = new OptimizationOptions { Steps = 3, Batch = 2 },
            });
        Assert.Equal(["clip", "self", "self"], Lines("three").Select(line => line[1]));
    }

    [Fact]
    public void Run_Distillation_BringsFeaturesCloserToTheTeachers()
    {
        Trainer.Run(Short("distilled") with
        {
            Setting = TrainingSetting.Distillation,
            Unseen = [],
            Photos = DrawnScenes.Draw(4, seed: 1, masks: false),
            Optimization = new OptimizationOptions { Steps = 50, Batch = 2, LearningRate = 0.05 },
            DistillationWeight = 20,
        });
        double[] distances = Column("distilled", 4);
        Assert.True(
            distances[^5..].Average() < 0.6 * distances[..3].Average(), $"the distance went from {distances[0]} to {distances[^1]}");
    }

    [Fact]
    public void Run_SelfTraining_GoesOnFromAStudent()
    {
        Trainer.Run(Short("before"));
        Trainer.Run(
            Short("after") with
            {
                Setting = TrainingSetting.SelfTraining,
                Student = new StudentOptions { Start = runs.At("before", "student.safetensors") },
            });
        Assert.All(Lines("after"), line => Assert.Equal("self", line[1]));

        var other = Short("other") with
        {
            Setting = TrainingSetting.SelfTraining,
            Vocabulary = Vocabulary.Parse(["a", "b", "c", "d"]),
            Student = new StudentOptions { Start = runs.At("before", "student.safetensors") },
        };
        Assert.Contains("has the classes grass, brick, water, sand", Assert.Throws<OptionsException>(() => Trainer.Run(other)).Message);
    }

    [Theory]
    [InlineData(TrainingSetting.ZeroShot)]
    [InlineData(TrainingSetting.FineTuning)]
    [InlineData(TrainingSetting.Distillation)]
    public void Run_UnseenTruthPermuted_ChangesNothing(TrainingSetting setting)
    {
        byte[] Train(string name, Func<byte, byte> relabel)
        {
            var output = $"{setting}-{name}";
            Trainer.Run(
                runs.ZeroShot(output) with
                {
                    Setting = setting,
                    Photos = DrawnScenes.Draw(5, seed: 1, relabel: relabel),
                    EvaluationPhotos = [],
                });
            return File.ReadAllBytes(runs.At(output, "checkpoint.safetensors"));
        }

        var plain = Train("plain", label => label);
        var poisoned = Train("poisoned", label => label switch { 2 => 3, 3 => 2, _ => label });
        Assert.Equal(plain, poisoned);
        Assert.Equal(
            File.ReadAllText(runs.At($"{setting}-plain", "metrics.csv")), File.ReadAllText(runs.At($"{setting}-poisoned", "metrics.csv")));

        // The same poison in seen classes does change the run: the comparison above can fail.
        Assert.NotEqual(plain, Train("seen", label => label switch { 0 => 1, 1 => 0, _ => label }));
    }

    [Fact]
    public void Run_WhatDoesNotFit_NamesEverything()
    {
        var options = runs.ZeroShot("never") with
        {
            Photos = DrawnScenes.Draw(2, seed: 1, masks: false),
            Unseen = [9],
            Optimization = new OptimizationOptions { Batch = 0, MuonRate = 2 },
            CheckpointEvery = 0,
        };
        var error = Assert.Throws<OptionsException>(() => Trainer.Run(options)).Message;
        Assert.Contains("the batch is 0", error);
        Assert.Contains("Muon's learning rate is 2", error);
        Assert.Contains("the unseen classes are 9", error);
        Assert.Contains("0 steps between checkpoints", error);
        Assert.Contains("the ZeroShot setting needs a mask for every photo", error);
        Assert.False(Directory.Exists(runs.At("never")));
    }

    private TrainingOptions Short(string output) => runs.ZeroShot(output) with
    {
        Optimization = new OptimizationOptions { Steps = 2, Batch = 2 },
        EvaluationPhotos = [],
    };

    private string[][] Lines(string run) => [.. File.ReadAllLines(runs.At(run, "metrics.csv")).Skip(1).Select(line => line.Split(','))];

    private double[] Column(
        string run, int column) => [.. Lines(run).Select(line => double.Parse(line[column], CultureInfo.InvariantCulture))];
}
