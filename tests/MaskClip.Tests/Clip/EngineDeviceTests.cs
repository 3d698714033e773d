using MaskClip.Engine;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Tests.Clip;

public class EngineDeviceTests
{
    [Theory]
    [InlineData("cpu", "cpu", 0)]
    [InlineData("CUDA", "cuda", 0)]
    [InlineData("cuda:2", "cuda", 2)]
    [InlineData("directml:1", "directml", 1)]
    [InlineData("coreml", "coreml", 0)]
    public void Parse_Device_IsReadAsWritten(string text, string name, int index) =>
        Assert.Equal(new EngineDevice(name, index), EngineDevice.Parse(text));

    [Theory]
    [InlineData("plugin:/opt/lib/provider.so", "/opt/lib/provider.so", 0)]
    [InlineData("Plugin:C:\\providers\\One.dll", "C:\\providers\\One.dll", 0)]
    [InlineData("plugin:provider.so#1", "provider.so", 1)]
    [InlineData("plugin:provider.so#one", "provider.so#one", 0)]
    public void Parse_Plugin_HasThePathAsWritten(string text, string library, int index)
    {
        var device = EngineDevice.Parse(text);

        Assert.Equal(new EngineDevice("plugin", index, library), device);
        Assert.Equal(device, EngineDevice.Parse(device.ToString()));
    }

    [Theory]
    [InlineData("tpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cuda:1:2")]
    [InlineData("cpu:0")]
    [InlineData("coreml:1")]
    [InlineData("plugin")]
    [InlineData("plugin:")]
    [InlineData("plugin:#1")]
    [InlineData("")]
    public void Parse_NoDevice_NamesItAndWhatIsAllowed(string text)
    {
        var error = Assert.Throws<OptionsException>(() => EngineDevice.Parse(text));

        Assert.Contains($"'{text}'", error.Message);
        Assert.Contains("cpu, cuda, cuda:N, directml, directml:N, coreml and plugin:PATH", error.Message);
    }

    [Theory]
    [InlineData("cuda", "MaskClip.Runtime.Cuda", "NVIDIA")]
    [InlineData("directml", "Microsoft.ML.OnnxRuntime.DirectML", "plugin:PATH")]
    [InlineData("coreml", "The engine has it", "macOS")]
    public void Use_DeviceThatIsNotThere_SaysWhyAndWhichPackageBringsIt(string name, string package, string how)
    {
        var device = EngineDevice.Parse(name);
        Assert.SkipWhen(EngineDevice.Supported.Contains(name), $"This build's engine has {name}.");
        using var options = new SessionOptions();

        var error = Assert.Throws<NotSupportedException>(() => device.Use(options));

        Assert.Contains($"'{name}' is not there", error.Message);
        Assert.Contains(package, error.Message);
        Assert.Contains(how, error.Message);
    }

    [Fact]
    public void Validate_Int8OnACard_IsRefused()
    {
        var options = new SegmenterOptions { Precision = Precision.Int8, Device = "cuda" };

        Assert.Contains("int8 computes on the processor", Assert.Throws<OptionsException>(options.Validate).Message);
    }

    [Fact]
    public void PhotosAtOnce_FewThreadsEach_FillTheCores()
    {
        int cores = Environment.ProcessorCount;
        Assert.Equal(1, EngineDevice.Cpu.MaxPhotos(0));
        Assert.Equal(cores, EngineDevice.Cpu.MaxPhotos(1));
        Assert.Equal(1, EngineDevice.Cpu.MaxPhotos(cores + 1));
        Assert.Equal(1, EngineDevice.Parse("cuda").MaxPhotos(1));
    }

    [Fact]
    public void ThreadsFor_AFewPhotos_AreAllCores_AndOfManyAtMostFourAreAtWork()
    {
        int cores = Environment.ProcessorCount;
        Assert.Equal(0, EngineDevice.ThreadsFor(1));
        Assert.Equal(0, EngineDevice.ThreadsFor(2 * cores - 1));
        Assert.InRange(EngineDevice.Cpu.MaxPhotos(EngineDevice.ThreadsFor(2 * cores)), Math.Min(2, cores), 4);
    }
}
