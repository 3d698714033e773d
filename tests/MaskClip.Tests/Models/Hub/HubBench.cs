using MaskClip.Testing;

namespace MaskClip.Tests.Models.Hub;

/// <summary>A store that asks a hub on loopback, with a folder for Hugging Face's cache beside it.</summary>
internal sealed class HubBench : IAsyncDisposable
{
    public HubBench(FakeHub? hub = null)
    {
        Hub = hub ?? new FakeHub("laion/small", FakeHub.SmallModel());
        Bench.Set("HF_ENDPOINT", Hub.Address);
        Bench.Set("HF_HOME", Path.Combine(Bench.Folder, "huggingface"));
    }

    public StoreBench Bench { get; } = new() { HubCatalogue = [new("Small", "laion/small", "mit", "CLIP")] };

    public FakeHub Hub { get; }

    public ModelStore Store => Bench.NewStore();

    public string Name => $"hf:{Hub.Repository}";

    /// <summary>The model's folder in the store.</summary>
    public string Folder => Path.Combine(Bench.Folder, "models", "hub", $"models--{Hub.Repository.Replace("/", "--")}");

    public string Snapshot => Path.Combine(Folder, "snapshots", FakeHub.Commit);

    /// <summary>Names of the files of the snapshot.</summary>
    public IEnumerable<string?> Files => Directory.EnumerateFiles(Snapshot).Select(Path.GetFileName).Order();

    /// <summary>Puts files into Hugging Face's cache, as its tools do.</summary>
    public string Cache(params string[] files)
    {
        var folder = Path.Combine("huggingface", "hub", $"models--{Hub.Repository.Replace("/", "--")}");
        var snapshot = Path.Combine(Bench.Folder, folder, "snapshots", FakeHub.Commit);
        Directory.CreateDirectory(snapshot);
        foreach (var file in files)
        {
            Bench.Write(Path.Combine(folder, "blobs", Hub.Oid(file)), Hub.Content[file]);
            File.CreateSymbolicLink(Path.Combine(snapshot, file), Path.Combine("..", "..", "blobs", Hub.Oid(file)));
        }

        Bench.Write(Path.Combine(folder, "refs", "main"), System.Text.Encoding.ASCII.GetBytes(FakeHub.Commit));
        return snapshot;
    }

    public async Task<string> FailAsync(string? name = null) =>
        (await Assert.ThrowsAsync<ModelPullException>(() => Store.PullAsync(name ?? Name))).Message;

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        Bench.Dispose();
    }
}
