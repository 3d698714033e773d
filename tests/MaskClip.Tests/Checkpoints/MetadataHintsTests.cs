using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class MetadataHintsTests
{
    private static readonly CheckpointHints All = new()
    {
        Activation = "gelu",
        LayerNormEpsilon = 1e-6f,
        Mean = [0.1f, 0.2f, 0.3f],
        Std = [0.25f, 0.5f, 0.75f],
        VisionHeads = 3,
        TextHeads = 5,
    };

    [Fact]
    public void WrittenHints_AreReadAgain()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [("visual.conv1.weight", [1], [0f])], MetadataHints.Write(All));
        using var checkpoint = Checkpoint.Open(path);
        var hints = checkpoint.Hints;
        Assert.Equal(("gelu", 1e-6f, 3, 5), (hints.Activation, hints.LayerNormEpsilon, hints.VisionHeads, hints.TextHeads));
        Assert.Equal(All.Mean, hints.Mean);
        Assert.Equal(All.Std, hints.Std);
    }

    [Fact]
    public void AnotherProgramsHeader_SaysNothing() =>
        Assert.Equal(
            CheckpointHints.None,
            MetadataHints.Read("model", new Dictionary<string, string> { ["format"] = "pt", ["activation"] = "relu" }));

    [Theory]
    [InlineData("vision-heads", "many")]
    [InlineData("mean", "0.1 0.2")]
    [InlineData("layer-norm-epsilon", "")]
    public void ADamagedValue_IsRefused(string key, string value)
    {
        var metadata = MetadataHints.Write(All);
        metadata[key] = value;
        Assert.Contains(
            "its header says what cannot be read", Assert.Throws<CheckpointException>(() => MetadataHints.Read("model", metadata)).Message);
    }
}
