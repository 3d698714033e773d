using System.Text.Json.Nodes;
using MaskClip.Clip;
using MaskClip.Students;
using MaskClip.Training.Students;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Students;

public sealed class StudentNetworkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-students").FullName;

    public static TheoryData<string, string, string, bool> Kinds()
    {
        var kinds = new TheoryData<string, string, string, bool>();
        foreach (var decoder in Enum.GetNames<StudentDecoder>())
        {
            foreach (var backbone in Enum.GetNames<BackboneKind>())
            {
                foreach (var classifier in Enum.GetNames<StudentClassifierKind>()) kinds.Add(decoder, backbone, classifier, classifier == nameof(StudentClassifierKind.FrozenText));
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SaveAndLoad_EveryKind_GivesTheSameLogits(string decoder, string backbone, string classifier, bool background)
    {
        var config = SmallStudents.Config(Enum.Parse<StudentDecoder>(decoder), Enum.Parse<BackboneKind>(backbone), Enum.Parse<StudentClassifierKind>(classifier), background);
        using var network = SmallStudents.Create(config);
        using var images = SmallStudents.Images(1, 48, 64);
        network.eval();
        using var _ = no_grad();
        using var logits = network.forward(images);
        Assert.Equal([1, background ? 6 : 5, 48 / config.LogitStride, 64 / config.LogitStride], logits.shape);
        Assert.True(logits.std().item<float>() > 1e-3f);

        var path = Path.Combine(folder, "student.safetensors");
        var vocabulary = background ? SmallStudents.FiveAndBackground : SmallStudents.Five;
        network.Save(path, vocabulary, new JsonObject { ["iterations"] = 7 });
        var (loaded, words, settings) = StudentNetwork.Load(path);
        using (loaded)
        {
            loaded.eval();
            using var again = loaded.forward(images);
            Assert.Equal(logits.data<float>().ToArray(), again.data<float>().ToArray());
        }

        Assert.Equal(7, settings["iterations"]!.GetValue<int>());
        Assert.Equal(vocabulary.Classes.SelectMany(one => one.Synonyms), words.Classes.SelectMany(one => one.Synonyms));
    }

    [Fact]
    public void Features_AreNotNegative_AndClassifyGivesTheLogits()
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        network.eval();
        using var _ = no_grad();
        using var images = SmallStudents.Images(2, 40, 56);
        using var features = network.Features(images);
        using var logits = network.Classify(features);
        using var direct = network.forward(images);
        Assert.Equal([2, SmallStudents.EmbeddingSize, 5, 7], features.shape);
        Assert.True(features.min().item<float>() >= 0);
        Assert.Equal(direct.data<float>().ToArray(), logits.data<float>().ToArray());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
