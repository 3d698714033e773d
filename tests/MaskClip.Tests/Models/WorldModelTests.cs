using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests.Models;

/// <summary>The two models that were trained on the small world know scenes of it that they never saw.</summary>
public sealed class WorldModelTests : IDisposable
{
    private const int Scenes = 20;
    private const long LargestFile = 16_000_000;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-world-").FullName;

    [Theory]
    [InlineData("src", "MaskClip.Models.World", "model")]
    [InlineData("models", "world-clip-resnet")]
    public void Segment_HeldOutScenes_NamesMostOfTheirPixels_AndMoreThanClipDoes(params string[] place)
    {
        var path = Path.Combine([SharedData.Repository, .. place, "model.safetensors"]);
        Assert.InRange(new FileInfo(path).Length, 1, LargestFile);
        double maskClip = Right(path, "maskclip");
        Assert.InRange(maskClip, 0.6, 1);
        Assert.InRange(Right(path, "clip"), 0, maskClip - 0.05);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The share of pixels that get the right one of all 46 names.</summary>
    private double Right(string path, string method)
    {
        using var segmenter = Segmenter.Load(
            path,
            new SegmenterOptions
            {
                Photos = new() { Method = method, Size = 128 },
                Texts = new() { Templates = PromptTemplates.Simple },
                CacheFolder = folder,
            });
        var names = segmenter.Embed(Vocabulary.Parse(WorldClasses.Names), cancellationToken: TestContext.Current.CancellationToken);
        return Enumerable.Range(0, Scenes).Average(number =>
        {
            var scene = SmallWorld.Scene(number, WorldSplit.Test, 128, 128);
            var labels = segmenter.Segment(scene.Picture, names, cancellationToken: TestContext.Current.CancellationToken).Labels;
            return scene.Mask.Indices.Zip(labels.ToArray(), (truth, label) => truth == label ? 1.0 : 0).Average();
        });
    }
}
