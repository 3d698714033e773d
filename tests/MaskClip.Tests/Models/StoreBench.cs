using System.Security.Cryptography;
using MaskClip.Models;
using MaskClip.Models.Hub;
using MaskClip.Testing;

namespace MaskClip.Tests.Models;

/// <summary>A store in a folder of its own whose catalogue has one small made-up "ViT-B/16", and the bytes of that file.</summary>
internal sealed class StoreBench : IDisposable
{
    private readonly Dictionary<string, string> environment = [];

    public StoreBench()
    {
        new Random(7).NextBytes(Content);
        Model = new KnownModel("ViT-B/16", Convert.ToHexStringLower(SHA256.HashData(Content)), 32, 16, 64, [2], 8, 64);
        Store = NewStore();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public byte[] Content { get; } = new byte[600_001];

    public KnownModel Model { get; }

    public EagerTime Time { get; } = new();

    public ModelStore Store { get; }

    /// <summary>Short names of models on the hub.</summary>
    public IReadOnlyList<HubModel> HubCatalogue { get; init; } = [];

    /// <summary>The folder of installed model packages.</summary>
    public string Packages => Path.Combine(Folder, "packages");

    public string Target => Path.Combine(Folder, "models", "ViT-B-16.pt");

    public string Part => Target + ".part";

    /// <summary>Another store over the same folder, as another process has.</summary>
    public ModelStore NewStore() => new(
        Path.Combine(Folder, "models"),
        new ModelStoreSurroundings
        {
            Published = [Model, KnownModels.All[0]],
            OnHub = HubCatalogue,
            Environment = environment.GetValueOrDefault,
            Time = Time,
            Packages = Packages,
        });

    public void Set(string variable, string value) => environment[variable] = value;

    /// <summary>Serves the model's address from a loopback server.</summary>
    public LoopbackServer Serve(Func<int, Request, Reply> answer)
    {
        var server = new LoopbackServer(answer);
        Set(ModelStore.MirrorVariable, server.Address);
        return server;
    }

    /// <summary>Writes a file, with its folder.</summary>
    public string Write(string path, ReadOnlySpan<byte> bytes)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    /// <summary>The files in the store's folder, by name.</summary>
    public IEnumerable<string?> Files() => Directory.EnumerateFiles(Path.GetDirectoryName(Target)!).Select(Path.GetFileName).Order();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Calls back in the thread that reports, so that a test sees every report before the pull returns.</summary>
internal sealed class Reports(Action<PullProgress>? then = null) : IProgress<PullProgress>
{
    public List<PullProgress> All { get; } = [];

    public void Report(PullProgress value)
    {
        All.Add(value);
        then?.Invoke(value);
    }
}
