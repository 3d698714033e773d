using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class ContrastiveRunTests : IDisposable
{
    private static readonly string[] Files = ["metrics.csv", "evaluations.csv", "checkpoint.safetensors", "model.safetensors"];

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-contrastive").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("vit", 3)] // before the first checkpoint: from the start
    [InlineData("vit", 5)] // a step and an evaluation after a checkpoint are lost and come again
    [InlineData("resnet", 5)]
    public void Resume_AfterAKill_GivesTheNumbersOfAnUninterruptedRun(string tower, int step)
    {
        ContrastiveTrainer.Run(Options(tower, "whole"));
        var options = Options(tower, "killed");
        Assert.Throws<TimeoutException>(() =>
            ContrastiveTrainer.Run(options, new Watch(at => Interrupt(at == step, () => throw new TimeoutException()))));
        ContrastiveTrainer.Run(options with { Resume = true });
        AssertSame("killed");
    }

    [Fact]
    public void Resume_AfterACancellation_GoesOnAtThatStep()
    {
        ContrastiveTrainer.Run(Options("vit", "whole"));
        using var cancellation = new CancellationTokenSource();
        var options = Options("vit", "cancelled");
        Assert.Throws<OperationCanceledException>(() =>
            ContrastiveTrainer.Run(options, new Watch(at => Interrupt(at == 2, cancellation.Cancel)), cancellation.Token));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(folder, "cancelled", "metrics.csv")).Length - 1);
        ContrastiveTrainer.Run(options with { Resume = true });
        AssertSame("cancelled");
        Assert.Contains("| mIoU, method maskclip |", File.ReadAllText(Path.Combine(folder, "cancelled", "MODEL_CARD.md")));
        Assert.True(File.Exists(Path.Combine(folder, "cancelled", "sheets", "step-000004.png")));
        Assert.False(Directory.Exists(Path.Combine(folder, "cancelled", "evaluation")), "what the evaluation cached is gone");
    }

    [Fact]
    public void Resume_WithOtherSettings_NamesThem()
    {
        ContrastiveTrainer.Run(Options("vit", "whole"));
        var options = Options("vit", "whole") with { Resume = true, Seed = 8 };
        Assert.Contains("seed was 4, now 8", Assert.Throws<OptionsException>(() => ContrastiveTrainer.Run(options)).Message);
        Assert.Contains(
            "already holds a run", Assert.Throws<InvalidOperationException>(() => ContrastiveTrainer.Run(Options("vit", "whole"))).Message);
    }

    [Fact]
    public void Start_FromAModel_WithTheImageTowerFrozen_ChangesOnlyTheRest()
    {
        ContrastiveTrainer.Run(Options("resnet", "whole"));
        var model = Path.Combine(folder, "whole", "model.safetensors");
        var options = Options("resnet", "adapted");
        ContrastiveTrainer.Run(
            options with
            {
                Network = null,
                Start = model,
                Optimization = options.Optimization with { Frozen = ["image"], LearningRate = 1e-3 },
            });
        using var before = Checkpoints.SafetensorsFile.Open(model);
        using var after = Checkpoints.SafetensorsFile.Open(Path.Combine(folder, "adapted", "model.safetensors"));
        foreach (var name in before.Tensors.Keys.Where(name => name.StartsWith("visual.", StringComparison.Ordinal)))
            Assert.Equal(before[name].ToArray(), after[name].ToArray());
        Assert.NotEqual(before["text_projection"].ToArray(), after["text_projection"].ToArray());
    }

    [Theory]
    [InlineData("vit")]
    [InlineData("resnet")]
    public void SelfTraining_ResumedAfterAKill_GivesTheNumbersOfAnUninterruptedRun(string tower)
    {
        ContrastiveTrainer.Run(Options(tower, "first"));
        ContrastiveOptions Self(string output) => Options(tower, output) with
        {
            Network = null,
            Start = Path.Combine(folder, "first", "model.safetensors"),
            SelfTraining = new(DrawnScenes.Vocabulary, DrawnScenes.Vocabulary),
        };
        ContrastiveTrainer.Run(Self("whole"));
        Assert.Throws<TimeoutException>(() =>
            ContrastiveTrainer.Run(Self("killed"), new Watch(at => Interrupt(at == 5, () => throw new TimeoutException()))));
        ContrastiveTrainer.Run(Self("killed") with { Resume = true });
        AssertSame("killed");
        var other = Self("killed") with
        {
            Resume = true,
            SelfTraining = new(DrawnScenes.Vocabulary, DrawnScenes.Vocabulary) { Weight = 2 },
        };
        Assert.Contains("self-training was", Assert.Throws<OptionsException>(() => ContrastiveTrainer.Run(other)).Message);
    }

    [Fact]
    public void Validate_NamesAllFaults()
    {
        var options = Options("vit", "none") with
        {
            Sampling = new() { Captions = 0, MinArea = 2, Collages = 0.75, Mosaics = 0.5 },
            Optimization = new() { Steps = 0, PlacesSharpness = -1, Frozen = ["nose"] },
        };
        var error = Assert.Throws<OptionsException>(() => ContrastiveTrainer.Run(options)).Message;
        Assert.Contains("0 captions a picture; 1 to 64 are allowed", error);
        Assert.Contains("the minimum area is 2", error);
        Assert.Contains("collages, mosaics and small pictures are 1.25 of all samples", error);
        Assert.Contains("0 steps", error);
        Assert.Contains("the sharpness of places is -1; 0 (all count alike) to 100 is allowed", error);
        Assert.Contains("'nose' cannot be frozen; image, text, tokens, scale can", error);
    }

    /// <summary>
    /// A run of six steps with everything in it that has a state or draws lots: accumulation, collages, blanks, left-out patches,
    /// evaluations.
    /// </summary>
    private ContrastiveOptions Options(string tower, string output) => new()
    {
        Pairs = new WorldPairs(SmallClip.Side, 4, seed: 1),
        Network = SmallClip.Config(tower),
        Sampling = new PairOptions
        {
            Captions = 2,
            Patches = tower == "vit" ? 9 : 0,
            MinArea = 1,
            Flip = false,
            Collages = 0.3,
            BlankWords = 0.2,
        },
        Optimization = new ContrastiveOptimization
        {
            Steps = 6,
            MuonRate = tower == "vit" ? 1e-3 : 0,
            Batch = 4,
            Accumulate = 2,
            WarmUp = 2,
            PlacesWeight = 0.5,
        },
        EvaluationPhotos = DrawnScenes.Draw(2, seed: 2),
        Vocabulary = DrawnScenes.Vocabulary,
        Validation = new SegmenterOptions
        {
            Photos = new() { Size = SmallClip.Side },
            Texts = new() { Templates = PromptTemplates.Simple },
            Threads = 1,
        },
        EvaluateEvery = 4,
        CheckpointEvery = 4,
        SheetPhotos = 1,
        TrainedTokensOnly = true,
        Output = Path.Combine(folder, output),
        Seed = 4,
        Threads = 1,
    };

    private void AssertSame(string run)
    {
        foreach (var file in Files)
        {
            Assert.True(
                File.ReadAllBytes(Path.Combine(folder, "whole", file))
                    .AsSpan()
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(folder, run, file))),
                $"{file} differs");
        }
    }

    private static void Interrupt(bool now, Action interrupt)
    {
        if (now) interrupt();
    }

    private sealed class Watch(Action<int> report) : IProgress<ContrastiveProgress>
    {
        public void Report(ContrastiveProgress value)
        {
            if (value.Metrics is null) report(value.Step);
        }
    }
}
