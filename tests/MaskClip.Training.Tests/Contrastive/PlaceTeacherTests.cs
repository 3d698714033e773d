using MaskClip.Testing;
using MaskClip.Training.Contrastive.SelfTraining;
using MaskClip.World;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class PlaceTeacherTests : IDisposable
{
    private const int Side = 64;
    private const int Count = 5;

    private static readonly Vocabulary Classes = Vocabulary.Parse(["sky", "grass", "house", "tree", "cat"]);

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-teacher").FullName;

    private SegmenterOptions Embedding => new() { Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("sclip", 8, "src", "MaskClip.Models.World", "model")]
    [InlineData("maskclip", 32, "models", "world-clip-resnet")]
    public void Label_IsTheShareOfEachNameThatWasSaid_AsTheLibrarySegments(string method, int cell, params string[] place)
    {
        var model = Path.Combine([SharedData.Repository, .. place, "model.safetensors"]);
        var picture = SmallWorld.Scene(5, WorldSplit.Train, Side, Side).Picture;
        using var teacher = new PlaceTeacher(model, Side, new SelfTrainingOptions(Classes, Classes), Embedding);
        var shares = teacher.Label(picture, ["a house and trees", "some grass"], cell);

        int[] named = [1, 2, 3];
        using var segmenter = Segmenter.Load(model, Embedding with { Photos = new() { Method = method, Size = Side } });
        using var features = segmenter.Embed(picture, cancellationToken: TestContext.Current.CancellationToken);
        var refined = new SegmentationOptions { Pamr = new PamrOptions { Dilations = [1, 2, 4, 6] } };
        var labels = features.Segment([.. named.Select(index => Classes.Classes[index].Name)], refined).Labels;
        var expected = new float[shares.Length];
        for (int pixel = 0; pixel < labels.Length; pixel++)
        {
            int at = pixel / Side / cell * (Side / cell) + pixel % Side / cell;
            expected[at * Count + named[labels[pixel]]]++;
        }

        Assert.True(
            expected.Where((share, at) => share > 0).Count() > 1 && labels.ToArray().Distinct().Count() > 1,
            "the picture shows more than one thing");
        Assert.Equal(expected, Array.ConvertAll(shares, share => MathF.Round(share * cell * cell, 2)));
    }

    [Fact]
    public void Label_NothingThatIsKnownWasSaid_GivesNone()
    {
        var model = Path.Combine(SharedData.Repository, "models", "world-clip-resnet", "model.safetensors");
        using var teacher = new PlaceTeacher(model, Side, new SelfTrainingOptions(Classes, Classes), Embedding);
        Assert.All(
            teacher.Label(SmallWorld.Scene(5, WorldSplit.Train, Side, Side).Picture, ["something"], 32), share => Assert.Equal(0, share));
    }
}
