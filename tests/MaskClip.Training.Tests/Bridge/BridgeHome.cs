
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Training.Bridge;
using MaskClip.Training.Bridge.Optimization;
using MaskClip.Training.Bridge.SelfTraining;
using MaskClip.Training.Bridge.Words;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Training.Tests.Bridge;

/// <summary>Drawn photos with tags, a tiny image network, and a cache that holds the text encoder's graph.</summary>
public sealed class BridgeHome : IDisposable
{
    private const int PhotoCount = 40;

    public BridgeHome()
    {
        TinyResNet.Write(At("tiny.safetensors"));
        Directory.CreateDirectory(At("photos"));
        var lines = new List<string>();
        foreach (var (photo, index) in DrawnScenes.Draw(PhotoCount, seed: 1).Select((photo, index) => (photo, index)))
        {
            photo.Load().SavePng(At("photos", $"{index}.png"));
            var labels = photo.LoadTruth!().Labels;
            // Grass is in every photo: it would be nobody's negative, and the answer to everything.
            var names = labels.Where(label => label > 0).Distinct().Order().Select(label => DrawnScenes.Vocabulary.Classes[label].Name);
            lines.Add($"{index}.png\t{string.Join(", ", names)}");
        }

        File.WriteAllLines(At("photos", "tags.tsv"), lines);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-bridge").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>A run of a few steps and one round, with everything in it that has a state.</summary>
    internal BridgeOptions Run(string output) => new()
    {
        Photos = [new PhotoSource(FolderPairs.Open(At("photos"), "tags.tsv"), AreTags: true)],
        Model = new ModelSource("photo", InstalledModels.Find(InstalledModels.DefaultFolder, "photo")!, "for a test"),
        Image = At("tiny.safetensors"),
        Words = new WordOptions { MinCount = 1 },
        Size = 64,
        Optimization = new MapOptimization { Steps = 5, Batch = 8, LearningRate = 1e-2 },
        SelfTraining = new PositionOptions { Rounds = 1, Steps = 4, Photos = 3, Batch = 2, Positions = 50 },
        Output = At(output),
        Features = At("features"),
        CheckpointEvery = 2,
        Seed = 3,
        Threads = 1,
        CacheFolder = At("cache"),
        ShardPhotos = 16,
    };
}
