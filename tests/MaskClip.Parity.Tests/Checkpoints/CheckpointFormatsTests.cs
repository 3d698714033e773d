using MaskClip.Checkpoints;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Checkpoints;

/// <summary>One model in every format that PyTorch, open_clip and Hugging Face write must give the same numbers.</summary>
public sealed class CheckpointFormatsTests
{
    private const string Reference = "state-dict-fp32.pt";

    // 8 tensors around the image tower's blocks, 5 around those for texts, 12 in each of the 4 blocks, 1 scale.
    private const int TensorCount = 8 + 5 + (4 * 12) + 1;

    [Theory]
    [InlineData("openai-jit.pt")]
    [InlineData("state-dict-fp16.pt")]
    [InlineData("state-dict-legacy.pt")]
    [InlineData("open-clip-checkpoint.pt")]
    [InlineData("open_clip.safetensors")]
    [InlineData("hf")]
    [InlineData("hf/model.safetensors")]
    [InlineData("hf/pytorch_model.bin")]
    public void Open_AnyFormat_GivesTheSameNumbers(string name)
    {
        using var expected = Open(Reference);
        using var actual = Open(name);
        AssertSame(expected, actual, (a, b) => Assert.Equal(a, b));
    }

    [Fact]
    public void Open_BFloat16_GivesTheNumbersRounded()
    {
        using var expected = Open(Reference);
        using var actual = Open("bf16.safetensors");
        // bfloat16 keeps 8 bits, so rounding moves a number by 1/256 of itself at most.
        AssertSame(
            expected, actual, (a, b) => Assert.All(a.Zip(b), pair => Assert.InRange(pair.Second, Low(pair.First), High(pair.First))));
        Assert.All(actual.Tensors.Values, tensor => Assert.Equal(ElementType.BFloat16, tensor.Type));
    }

    [Theory]
    [InlineData("openai-jit.pt", null)]
    [InlineData("state-dict-fp16.pt", null)]
    [InlineData("bf16.safetensors", null)]
    [InlineData("open_clip.safetensors", "quick_gelu")]
    [InlineData("", "quick_gelu")]
    [InlineData("hf", "quick_gelu")]
    [InlineData("hf/pytorch_model.bin", "quick_gelu")]
    public void Hints_ComeFromTheConfigurationOfTheseWeights(string name, string? activation)
    {
        using var checkpoint = Open(name);
        Assert.Equal(activation, checkpoint.Hints.Activation);
        Assert.Equal(activation is null ? null : 1, checkpoint.Hints.TextHeads);
        Assert.Equal(activation is null ? null : 16, checkpoint.Hints.ImageSize);
    }

    [Fact]
    public void Hints_OfHuggingFace_HoldEpsilonAndEndOfText()
    {
        using var checkpoint = Open("hf");
        Assert.Equal(1e-5f, checkpoint.Hints.LayerNormEpsilon);
        Assert.Equal(299, checkpoint.Hints.EndOfTextToken);
        Assert.Equal(1, checkpoint.Hints.VisionHeads);
    }

    [Fact]
    public void Hints_OfOpenClip_HoldMeanAndDeviation()
    {
        using var checkpoint = Open("open_clip.safetensors");
        Assert.Equal([0.48145466f, 0.4578275f, 0.40821073f], checkpoint.Hints.Mean!);
        Assert.Equal([0.26862954f, 0.26130258f, 0.27577711f], checkpoint.Hints.Std!);
    }

    [Fact]
    public void Open_HostileFile_IsRefusedByNameAndRunsNothing()
    {
        var exception = Assert.Throws<CheckpointException>(() => Open("hostile.pt"));
        Assert.Contains("posix.system", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("PWNED-by-pickle"));
        Assert.False(File.Exists(SharedData.Path("golden", "formats", "PWNED-by-pickle")));
    }

    [Theory]
    [InlineData("vit.safetensors", "visual.class_embedding", 128)]
    [InlineData("rn.safetensors", "visual.bn1.running_mean", 8)]
    public void Open_OpenAIStateDict_HasItsTensors(string file, string name, int width)
    {
        using var checkpoint = Checkpoint.Open(SharedData.Path("golden", file));
        Assert.Equal([width], checkpoint.Require(name).Shape);
        Assert.Equal([77, 64], checkpoint.Require("positional_embedding").Shape);
    }

    private static void AssertSame(Checkpoint expected, Checkpoint actual, Action<float[], float[]> compare)
    {
        Assert.Equal(TensorCount, expected.Tensors.Count);
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in expected.Tensors)
        {
            Assert.Equal(tensor.Shape, actual.Tensors[name].Shape);
            compare(tensor.ToArray(), actual.Tensors[name].ToArray());
        }
    }

    private static float Low(float value) => value - (Math.Abs(value) / 256);

    private static float High(float value) => value + (Math.Abs(value) / 256);

    private static Checkpoint Open(string name) => Checkpoint.Open(SharedData.Path("golden", "formats", name));
}
