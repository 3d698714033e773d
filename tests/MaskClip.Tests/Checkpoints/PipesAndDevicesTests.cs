using System.Diagnostics;
using MaskClip.Checkpoints;
using MaskClip.Model;
using MaskClip.Storage;

namespace MaskClip.Tests.Checkpoints;

/// <summary>A pipe that nobody writes into, or a device, is no part of a model: nothing waits for it.</summary>
public sealed class PipesAndDevicesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();

    public PipesAndDevicesTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are made with mkfifo.");
        File.WriteAllBytes(folder.File("model.safetensors"), SafetensorsBytes.One("a", "F32", [1], new byte[4]));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void IsRegular_TellsFilesFromOthers()
    {
        File.CreateSymbolicLink(folder.File("link"), folder.File("model.safetensors"));

        Assert.True(FileKind.IsRegular(folder.File("model.safetensors")));
        Assert.True(FileKind.IsRegular(folder.File("link")));
        Assert.False(FileKind.IsRegular(Pipe("pipe")));
        Assert.False(FileKind.IsRegular("/dev/zero"));
        Assert.False(FileKind.IsRegular(folder.File("nothing")));
    }

    [Fact]
    public async Task ModelHash_PipesAndOtherFilesBeside_AreNoPartOfIt()
    {
        var path = folder.Path;
        var before = ModelHash.Of(path);
        Pipe("config.json");
        Pipe("extra.safetensors");
        File.WriteAllText(folder.File("picture.png"), "x");
        File.CreateSymbolicLink(folder.File("endless.bin"), "/dev/zero");

        Assert.Equal(before, await Task.Run(() => ModelHash.Of(path)).WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_PipeOrDevice_IsRefusedAtOnce(bool pipe)
    {
        var path = pipe ? Pipe("pipe.safetensors") : "/dev/zero";

        var error = await Assert.ThrowsAsync<CheckpointException>(
            () => Task.Run(() => MappedBytes.Open(path)).WaitAsync(Patience, TestContext.Current.CancellationToken));

        Assert.Contains("pipe or a device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_APipe_IsRefusedAtOnce()
    {
        var path = Pipe("config.json");

        await Assert.ThrowsAsync<CheckpointException>(
            () => Task.Run(() => ConfigFile.Read(path)).WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    private string Pipe(string name)
    {
        var path = folder.File(name);
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return path;
    }
}
