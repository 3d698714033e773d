using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Tests.Checkpoints;

namespace MaskClip.Tests.Families;

/// <summary>What a model's files are recognized by.</summary>
public sealed class ModelFamiliesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("config.json", "{\"model_type\":\"tipsv2\"}", "model.safetensors", "x", "tips")]
    [InlineData("config.json", "{\"model_type\":\"clip\"}", "model.safetensors", "x", "clip")]
    [InlineData("unrelated.txt", "", "weights.safetensors", "vision_encoder.register_tokens", "tips")]
    [InlineData("unrelated.txt", "", "weights.safetensors", "vision_model.embeddings.register_tokens", "tips")]
    [InlineData("unrelated.txt", "", "weights.safetensors", "visual.conv1.weight", "clip")]
    public void Folder_IsRecognizedByItsConfigurationOrItsTensors(string file, string content, string weights, string tensor, string family)
    {
        folder.File(file, System.Text.Encoding.UTF8.GetBytes(content));
        SafetensorsWriter.Write(folder.File(weights), [new SafetensorsEntry(tensor, [1], [1f])]);

        Assert.Equal(family, Recognize(folder.Path));
        Assert.Equal(family, Recognize(folder.File(weights)));
    }

    /// <summary>Files of several models can lie in one folder.</summary>
    [Fact]
    public void File_BesideTheConfigurationOfAnother_IsNotTakenForIt()
    {
        folder.File("config.json", "{\"model_type\":\"tipsv2\"}"u8.ToArray());
        SafetensorsWriter.Write(folder.File("ViT-B-16.safetensors"), [new SafetensorsEntry("visual.conv1.weight", [1], [1f])]);

        Assert.Equal("clip", Recognize(folder.File("ViT-B-16.safetensors")));
        folder.File("config.json", "this is no JSON"u8.ToArray());
        Assert.Equal("clip", Recognize(folder.File("ViT-B-16.safetensors")));
    }

    [Fact]
    public void Folder_OfArchivesOfSeveralModels_SaysWhichThereAre()
    {
        foreach (var name in new[] { "a_vision.npz", "a_text.npz", "b_vision.npz" }) folder.File(name, [1]);

        Assert.Contains("a, b", Assert.Throws<CheckpointException>(() => Recognize(folder.Path)).Message);
        Assert.Equal("tips", Recognize(folder.File("b_vision.npz")));
    }

    private static string Recognize(string path)
    {
        var files = new ModelFiles(path);
        return ModelFamilies.All.First(family => family.Recognizes(files)).Name;
    }
}
