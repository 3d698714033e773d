using System.Globalization;
using MaskClip.Evaluation;
using MaskClip.Imaging;
using MaskClip.Text;
using MaskClip.Towers;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;
using MaskClip.World;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class LearningTests : IDisposable
{
    private const int Side = 32;
    private const int Scenes = 60;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-learning").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void SomeThousandScenes_TeachNamesOfWhatIsInOthers()
    {
        double untrained = ZeroShot(steps: 1, rate: 1e-9), trained = ZeroShot(steps: 60, rate: 2e-3);
        Assert.True(trained > untrained + 0.15 && trained > 1.5 * untrained, $"{untrained:0.00} rose to {trained:0.00} only");
    }

    private double ZeroShot(int steps, double rate)
    {
        var output = Path.Combine(folder, $"{steps}");
        ContrastiveTrainer.Run(new ContrastiveOptions
        {
            Pairs = new WorldPairs(Side, 8, seed: 1),
            Network = TowerSizes.Check(
                new VisionTransformerConfig(Width: 64, Heads: 1, Side, EmbeddingSize: 64, PatchSize: 8, Layers: 2),
                new TextTowerConfig(
                    Width: 64, Heads: 1, Layers: 1, ContextLength: 48, ClipTokenizer.VocabularySize, EmbeddingSize: 64, EndOfText: null)),
            Sampling = new PairOptions { Captions = 2, MinArea = 1, Flip = false },
            Optimization = new ContrastiveOptimization
            {
                Steps = steps,
                Batch = 64,
                LearningRate = rate,
                MuonRate = 10 * rate,
                WarmUp = Math.Min(5, steps),
            },
            EvaluationPhotos = [.. Enumerable.Range(0, Scenes).Select(Scene)],
            Vocabulary = Vocabulary.Parse(WorldClasses.Names),
            Validation = new SegmenterOptions { Photos = new() { Size = Side }, Texts = new() { Templates = PromptTemplates.Simple } },
            SheetPhotos = 0,
            TrainedTokensOnly = true,
            Output = output,
        });
        return double.Parse(File.ReadAllLines(Path.Combine(output, "evaluations.csv"))[^1].Split(',')[1], CultureInfo.InvariantCulture);
    }

    private static TrainingPhoto Scene(int number)
    {
        var scene = SmallWorld.Scene(number, WorldSplit.Test, Side, Side);
        return new TrainingPhoto($"{number}", () => scene.Picture, () => new LabelMap(Side, Side, LabelBytes.Widen(scene.Mask.Indices)));
    }
}
