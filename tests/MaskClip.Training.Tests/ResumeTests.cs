namespace MaskClip.Training.Tests;

public sealed class ResumeTests(DrawnRun runs) : IClassFixture<DrawnRun>
{
    private static readonly string[] Files =
    [
        "metrics.csv", "evaluations.csv", "checkpoint.safetensors", "student.safetensors", "best.safetensors"
    ];

    [Theory]
    [InlineData(1)] // before the first checkpoint: from the start
    [InlineData(8)] // three steps and an evaluation after a checkpoint are lost and come again
    [InlineData(10)] // right after a checkpoint
    [InlineData(11)]
    public void Resume_AfterAKill_GivesTheNumbersOfAnUninterruptedRun(int step)
    {
        Uninterrupted();
        var options = runs.ZeroShot($"killed-{step}");
        Assert.Throws<TimeoutException>(() => Trainer.Run(options, new Interruption(step, () => throw new TimeoutException("killed"))));
        Trainer.Run(options with { Resume = true });
        AssertSame($"killed-{step}");
    }

    [Fact]
    public void Resume_OfClipsOwnTransformerInBFloat16_GivesTheNumbersOfAnUninterruptedRun_AndAStudentThatTheLibraryReads()
    {
        TrainingOptions Options(string output)
        {
            var options = runs.ZeroShot(output);
            return options with
            {
                Student = new StudentOptions { Network = "linear-clip" },
                Optimization = options.Optimization with { BFloat16 = true },
            };
        }

        Trainer.Run(Options("linear"));
        Assert.Throws<TimeoutException>(() =>
            Trainer.Run(Options("linear-killed"), new Interruption(8, () => throw new TimeoutException("killed"))));
        Trainer.Run(Options("linear-killed") with { Resume = true });
        AssertSame("linear-killed", "linear");

        using var student = StudentSegmenter.Load(runs.At("linear", "student.safetensors"), cacheFolder: runs.At("cache"));
        var photo = DrawnScenes.Draw(1, seed: 9)[0].Load();
        var labels = student.Segment(photo, TestContext.Current.CancellationToken).Labels;
        Assert.Equal(photo.Width * photo.Height, labels.Length);
        Assert.True(labels.ToArray().Distinct().Count() > 1);
    }

    [Fact]
    public void Resume_AfterACancellation_GoesOnAtThatStep()
    {
        Uninterrupted();
        using var cancellation = new CancellationTokenSource();
        var options = runs.ZeroShot("cancelled");
        Assert.Throws<OperationCanceledException>(() => Trainer.Run(options, new Interruption(7, cancellation.Cancel), cancellation.Token));
        Assert.Equal(7, File.ReadAllLines(runs.At("cancelled", "metrics.csv")).Length - 1);

        List<int> steps = [];
        Trainer.Run(options with { Resume = true }, new Watch(progress => steps.Add(progress.Step)));
        Assert.Equal(8, steps.First(step => step > 7));
        AssertSame("cancelled");
    }

    [Fact]
    public void Resume_AfterACancellationDuringAnEvaluation_EvaluatesAgain()
    {
        Uninterrupted();
        using var cancellation = new CancellationTokenSource();
        var options = runs.ZeroShot("judged");
        var photos = options.EvaluationPhotos.Select(photo => photo with
        {
            LoadTruth = () =>
            {
                if (File.ReadAllLines(runs.At("judged", "metrics.csv")).Length - 1 == 6) cancellation.Cancel();
                return photo.LoadTruth!();
            },
        }).ToArray();
        Assert.Throws<OperationCanceledException>(() =>
            Trainer.Run(options with { EvaluationPhotos = Counted(photos) }, null, cancellation.Token));
        Assert.Single(File.ReadAllLines(runs.At("judged", "evaluations.csv")));

        Trainer.Run(options with { Resume = true });
        AssertSame("judged");
    }

    [Fact]
    public void Resume_AFinishedRun_ReturnsItsResult()
    {
        var first = Uninterrupted();
        List<int> steps = [];
        var again = Trainer.Run(runs.ZeroShot("whole") with { Resume = true }, new Watch(progress => steps.Add(progress.Step)));
        Assert.Empty(steps);
        Assert.Equal(first.Student!.MeanIoU, again.Student!.MeanIoU);
        Assert.Equal(first.Gain, again.Gain);
    }

    [Fact]
    public void Resume_WithOtherSettings_NamesThem()
    {
        Uninterrupted();
        var options = runs.ZeroShot("whole") with
        {
            Resume = true,
            Seed = 5,
            Optimization = runs.ZeroShot("whole").Optimization with { LearningRate = 0.5 },
        };
        var error = Assert.Throws<OptionsException>(() => Trainer.Run(options)).Message;
        Assert.Contains("seed was 4, now 5", error);
        Assert.Contains("learning-rate was 0.01, now 0.5", error);
    }

    [Fact]
    public void Run_IntoAFolderThatHoldsARun_IsRefused()
    {
        Uninterrupted();
        Assert.Contains("already holds a run", Assert.Throws<InvalidOperationException>(() => Trainer.Run(runs.ZeroShot("whole"))).Message);
    }

    [Fact]
    public void Resume_ADamagedCheckpoint_IsRefused()
    {
        Directory.CreateDirectory(runs.At("damaged"));
        File.WriteAllText(runs.At("damaged", "checkpoint.safetensors"), "this is none");
        Assert.Throws<CheckpointException>(() => Trainer.Run(runs.ZeroShot("damaged") with { Resume = true }));
    }

    private TrainingResult Uninterrupted() => Trainer.Run(runs.ZeroShot("whole") with { Resume = true });

    // The truth is read for the teacher before anything is trained: metrics.csv is not there yet.
    private TrainingPhoto[] Counted(TrainingPhoto[] photos)
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(runs.At("judged")).FullName, "metrics.csv"), "step\n");
        return photos;
    }

    private void AssertSame(string run, string whole = "whole")
    {
        foreach (var file in Files)
        {
            Assert.True(
                File.ReadAllBytes(runs.At(whole, file)).AsSpan().SequenceEqual(File.ReadAllBytes(runs.At(run, file))), $"{file} differs");
        }
    }

    private sealed class Interruption(int step, Action interrupt) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step && value.Evaluation is null && value.Teacher is null) interrupt();
        }
    }

    private sealed class Watch(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
