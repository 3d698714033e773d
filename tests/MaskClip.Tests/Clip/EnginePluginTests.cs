using System.Diagnostics;
using System.Reflection;
using MaskClip.Tests.Checkpoints;
using MaskClip.World;

namespace MaskClip.Tests.Clip;

/// <summary>Execution providers in libraries of their own; the one that computes nothing is compiled here, from IdleProvider.c.</summary>
public sealed class EnginePluginTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Plugin_IsAskedForItsPart_AndTheEngineComputesTheRest()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Compiler() is not null, "There is no gcc to compile a plug-in with.");
        var library = Compile();
        using var plain = Load("cpu");
        using var plugged = Load($"plugin:{library}");

        using var expected = plain.Embed(SamplePostcard.Draw());
        using var features = plugged.Embed(SamplePostcard.Draw());

        Assert.Equal(expected.Segment(["sky", "grass"]).Labels.ToArray(), features.Segment(["sky", "grass"]).Labels.ToArray());
        Assert.Contains("asked", File.ReadAllText(Log));

        var error = Assert.Throws<NotSupportedException>(() => Load($"plugin:{library}#7").Embed(SamplePostcard.Draw()));
        Assert.Contains("#0 IdleExecutionProvider (CPU)", error.Message);
    }

    [Fact]
    public void LibraryThatIsNone_IsRefusedWithTheReason()
    {
        var path = Path.Combine(folder.Path, "provider.so");
        NotSupportedException Refusal() => Assert.Throws<NotSupportedException>(
            () => Load($"plugin:{path}").Embed(SamplePostcard.Draw()));
        Assert.Contains("there is no file", Refusal().Message);
        File.WriteAllText(path, "no library");

        var error = Refusal();

        Assert.Contains(path, error.Message);
        Assert.Contains("has to be an execution provider", error.Message);
    }

    private string Log => Path.Combine(folder.Path, "asked.txt");

    private Segmenter Load(string device) => Segmenter.Load("world-clip", new() { Device = device, CacheFolder = folder.Path });

    private static string? Compiler() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(one => Path.Combine(one, "gcc")).FirstOrDefault(File.Exists);

    private string Compile()
    {
        var headers = typeof(EnginePluginTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(one => one.Key == "OnnxRuntimeHeaders").Value!;
        var source = Path.Combine(Testing.SharedData.Repository, "tests", "MaskClip.Tests", "Clip", "IdleProvider.c");
        var library = Path.Combine(folder.Path, "idle.so");
        string[] arguments = ["-shared", "-fPIC", $"-I{headers}", $"-DIDLE_PROVIDER_LOG=\"{Log}\"", "-o", library, source];
        using var process = Process.Start(new ProcessStartInfo(Compiler()!, arguments))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return library;
    }
}
