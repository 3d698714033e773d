using MaskClip.Training.Engine;
using TorchSharp;

namespace MaskClip.Training.Tests.Engine;

public sealed class TorchEngineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-torch").FullName;

    [Fact]
    public void Open_Cpu_LoadsAndSaysSo()
    {
        var engine = TorchEngine.Open("cpu");
        Assert.Equal(DeviceType.CPU, engine.Device.type);
        Assert.Contains("libtorch", engine.Description);
        Assert.Contains("cpu", engine.Description);
        using var sum = torch.ones(3, device: engine.Device).sum();
        Assert.Equal(3, sum.item<float>());
    }

    [Fact]
    public void Open_CudaWithTheProcessorsBuild_IsRefused()
    {
        if (TorchLibrary.Folders.Any(TorchLibrary.HasCuda)) Assert.Skip("libtorch here is built for CUDA.");
        Assert.Contains("build for processors", Assert.Throws<NotSupportedException>(() => TorchEngine.Open("cuda")).Message);
    }

    [Fact]
    public void Open_ThreadsOutOfRange_IsRefused() =>
        Assert.Contains("-1 threads", Assert.Throws<OptionsException>(() => TorchEngine.Open("cpu", -1)).Message);

    [Fact]
    public void Load_WithoutLibtorch_NamesThePackageAndTheFolder()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TorchLibrary.Load([folder]));
        Assert.Contains("NuGet package libtorch-cpu-", error.Message);
        Assert.Contains(folder, error.Message);
    }

    [Fact]
    public void Load_WithoutTheWrapper_NamesIt()
    {
        File.WriteAllText(Path.Combine(folder, Library("torch_cpu")), "");
        Assert.Contains(Library("LibTorchSharp"), Assert.Throws<InvalidOperationException>(() => TorchLibrary.Load([folder])).Message);
    }

    [Fact]
    public void Load_ADamagedLibrary_PassesOnWhatTheSystemSays()
    {
        File.WriteAllText(Path.Combine(folder, Library("torch_cpu")), "this is no library");
        File.WriteAllText(Path.Combine(folder, Library("LibTorchSharp")), "");
        Assert.Contains("cannot be loaded", Assert.Throws<InvalidOperationException>(() => TorchLibrary.Load([folder])).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Library(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
