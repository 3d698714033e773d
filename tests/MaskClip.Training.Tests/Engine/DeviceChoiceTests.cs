using MaskClip.Training.Engine;

namespace MaskClip.Training.Tests.Engine;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData("cpu", true, 2, "cpu")]
    [InlineData("auto", false, 0, "cpu")]
    [InlineData("auto", true, 0, "cpu")]
    [InlineData("AUTO", true, 1, "cuda:0")]
    [InlineData("cuda", true, 1, "cuda:0")]
    [InlineData("cuda:1", true, 2, "cuda:1")]
    public void Choose_WhatIsThere_IsTaken(string wanted, bool cudaBuild, int gpus, string expected) =>
        Assert.Equal(expected, DeviceChoice.Choose(wanted, cudaBuild, () => gpus));

    [Theory]
    [InlineData("gpu", true, 1, "auto, cpu, cuda and cuda:N")]
    [InlineData("cuda:", true, 1, "auto, cpu, cuda and cuda:N")]
    [InlineData("cuda:-1", true, 1, "auto, cpu, cuda and cuda:N")]
    [InlineData("cuda", false, 0, "TorchSharp-cuda-linux")]
    [InlineData("cuda", true, 0, "nvidia-smi")]
    [InlineData("cuda:2", true, 2, "cuda:0, cuda:1")]
    public void Choose_WhatIsNotThere_IsRefusedWithTheReason(string wanted, bool cudaBuild, int gpus, string reason)
    {
        var error = Assert.ThrowsAny<Exception>(() => DeviceChoice.Choose(wanted, cudaBuild, () => gpus));
        Assert.Equal(
            reason.StartsWith("auto", StringComparison.Ordinal) ? typeof(OptionsException) : typeof(NotSupportedException),
            error.GetType());
        Assert.Contains($"'{wanted}'", error.Message);
        Assert.Contains(reason, error.Message);
    }
}
