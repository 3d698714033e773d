using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.World;

namespace MaskClip.Tests.Bridge;

/// <summary>What is said of a model folder that is not right.</summary>
public sealed class BridgeFolderTests : IDisposable
{
    private const string Image = """ "image": { "of": "photo" }, "text": { "of": "photo" } """;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("""{ "format": "maskclip-model-9", "family": "bridge", "name": "x" }""", "its format is 'maskclip-model-9'")]
    [InlineData("""{ "format": "maskclip-model-1", "name": "x" }""", "it does not say 'family'")]
    [InlineData("""{ "format": "maskclip-model-1", "family": "siamese", "name": "x" }""", "its family is 'siamese'")]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{", "cannot be read")]
    [InlineData(
        """{ "format": "maskclip-model-1", "family": "bridge", "name": "x", "image": { "of": "nobody" } }""",
        "'nobody', which is not installed")]
    public void Open_Settings_AreNamed(string settings, string expected) => Refused(settings, expected);

    [Theory]
    [InlineData("../photo.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("")]
    public void Open_AFileOutsideTheFolder_IsRefused(string name) =>
        Refused(
            $$"""{ "format": "maskclip-model-1", "family": "bridge", "name": "x", {{Image}}, "bridge": "{{name}}" }""",
            "the name of a file beside it is allowed");

    [Fact]
    public void Open_AMapOfAnotherSize_NamesBoth()
    {
        SafetensorsWriter.Write(
            Path.Combine(folder, "bridge.safetensors"),
            [
                ("bridge.weight", [384, 100], new float[38400]),
                ("bridge.bias", [384], new float[384]),
                ("text.mean", [384], new float[384]),
            ]);

        Refused(
            $$"""{ "format": "maskclip-model-1", "family": "bridge", "name": "x", {{Image}}, "bridge": "bridge.safetensors" }""",
            "maps from [100] channels and the image tower");
    }

    [Fact]
    public void Open_TowersOfTheInstalledModel_WithAMapOfItsOwn()
    {
        File.Copy(Path.Combine(InstalledModels.DefaultFolder, "photo", "bridge.safetensors"), Path.Combine(folder, "map.safetensors"));
        Write(
            $$"""{ "format": "maskclip-model-1", "family": "bridge", "name": "mine", {{Image}}, "bridge": "map.safetensors", "defaults": { "presence": 0.5 } }""");
        var options = new SegmenterOptions { Photos = new() { Size = 64 }, CacheFolder = Path.Combine(folder, "cache") };

        using var mine = Segmenter.Load(folder, options);
        using var photo = Segmenter.Load("photo", options);

        Assert.NotEqual(photo.ModelHash, mine.ModelHash);
        Assert.Equal(0.5f, mine.Complete(new()).Presence);
        var card = SamplePostcard.Draw(96, 64);
        using DenseFeatures one = mine.Embed(card, cancellationToken: TestContext.Current.CancellationToken), other = photo.Embed(
            card, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(other.Features.ToArray(), one.Features.ToArray());
    }

    [Fact]
    public void Describe_AnotherNetworkThanTheWeights_IsRefusedWhenTheyAreRead()
    {
        var photo = Path.Combine(InstalledModels.DefaultFolder, "photo");
        foreach (var file in Directory.GetFiles(photo)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var settings = File.ReadAllText(Path.Combine(photo, "model.json"))
            .Replace("[2, 2, 2, 3]", "[2, 2, 2, 2]", StringComparison.Ordinal);
        Write(settings);

        var error = Assert.Throws<CheckpointException>(() => Segmenter.Load(folder, new() { CacheFolder = Path.Combine(folder, "cache") }));

        Assert.Contains("it is a ResNet of 2-2-2-3 basic blocks", error.Message);
    }

    private void Refused(string settings, string expected)
    {
        Write(settings);
        var error = Assert.Throws<CheckpointException>(() =>
            ModelFamilies.Open(new ModelSource("x", folder, "test"), new OpeningOptions { CacheFolder = Path.Combine(folder, "cache") })
                .Dispose());
        Assert.Contains(expected, error.Message);
        Assert.Contains(folder, error.Message);
    }

    private void Write(string settings) => File.WriteAllText(Path.Combine(folder, ModelFolder.FileName), settings);
}
