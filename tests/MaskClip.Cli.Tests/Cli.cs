using MaskClip.CommandLine;
using MaskClip.Models;
using MaskClip.Models.Hub;
using MaskClip.World;

namespace MaskClip.Cli.Tests;

/// <summary>Runs the command in this process, in a folder of its own.</summary>
internal sealed class Cli : IDisposable
{
    public Cli(ModelCache? cache = null) => Environment["MASKCLIP_HOME"] = cache?.Folder ?? Path.Combine(Folder, "home");

    /// <summary>The working folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-cli-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>
    /// The folder of installed model packages: only world-clip, so that the small model of the drawn world is used where nobody names one.
    /// </summary>
    public string Packages { get; set; } = Path.Combine(AppContext.BaseDirectory, "only-world-clip");

    public byte[] Input { get; set; } = [];

    public IReadOnlyList<KnownModel> Catalogue { get; set; } = KnownModels.All;

    /// <summary>Short names of models on the hub.</summary>
    public IReadOnlyList<HubModel> HubCatalogue { get; set; } = HubModels.All;

    /// <summary>A path in the working folder.</summary>
    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a small postcard as a photo.</summary>
    public string Photo(string name, int width = 160, int height = 112)
    {
        var path = At(name);
        SamplePostcard.Draw(width, height).SavePng(path);
        return path;
    }

    /// <summary>Writes something that is not a photo.</summary>
    public string Broken(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), "this is no picture");
        return At(name);
    }

    public Task<CliResult> RunAsync(params string[] args) => RunAsync((host, token) => CommandLine.RunAsync(args, host, token));

    /// <summary>Runs something in the place of the command.</summary>
    public async Task<CliResult> RunAsync(Func<CliHost, CancellationToken, Task<int>> command)
    {
        using StringWriter output = new(), error = new();
        var host = new CliHost
        {
            Output = output,
            Error = error,
            OpenInput = () => new MemoryStream(Input),
            Environment = Environment.GetValueOrDefault,
            Folder = Folder,
            Catalogue = Catalogue,
            Packages = Packages,
            HubCatalogue = HubCatalogue,
        };
        int code = await command(host, TestContext.Current.CancellationToken);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the command, which must succeed.</summary>
    public async Task<CliResult> SucceedAsync(params string[] args)
    {
        var result = await RunAsync(args);
        Assert.True(result.Code == ExitCode.Done, $"maskclip {string.Join(' ', args)} ended with {result.Code}:\n{result.Error}");
        return result;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
