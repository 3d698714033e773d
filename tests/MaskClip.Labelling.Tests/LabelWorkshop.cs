using System.Diagnostics;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.World;

namespace MaskClip.Labelling.Tests;

/// <summary>A folder for a test, with drawn photos in it, and the built command to run there as a process of its own.</summary>
public sealed class LabelWorkshop : IDisposable
{
    // Graphs are built once for all tests of a run.
    internal static readonly string Home = Directory.CreateTempSubdirectory("maskclip-label-home-").FullName;

    /// <summary>The options that decide what labels look like: the same in all tests, so that their results can be compared.</summary>
    public static readonly string[] Names =
        ["--model=world-clip", "--prompt=sky,grass,water,house,tree,cat", "--background=none", "--threads=1"];

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("maskclip-label-").FullName;

    /// <summary>Further variables of processes.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>A path in the folder.</summary>
    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Draws photos, of several sizes, into a folder.</summary>
    public void Draw(string folder, int count, int first = 0, int width = 96)
    {
        Directory.CreateDirectory(At(folder));
        for (int i = first; i < first + count; i++)
        {
            var picture = SmallWorld.Scene(i, WorldSplit.Test, width + i % 5 * 8, width * 2 / 3).Picture;
            File.WriteAllBytes(At(folder, $"{i:0000}.jpg"), picture.EncodeJpeg(90));
        }
    }

    /// <summary>Starts the command; the caller waits for it, or kills it.</summary>
    public Process Start(params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "MaskClip.Label"), args)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MASKCLIP_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MASKCLIP_HOME"] = Home;
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs the command to its end.</summary>
    public async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        using var process = Start(args);
        return await EndAsync(process);
    }

    /// <summary>Runs the command, which is to be done.</summary>
    public async Task<string> SucceedAsync(params string[] args)
    {
        var (code, error) = await RunAsync(args);
        Assert.True(code == 0, $"{string.Join(' ', args)}: {code}, {error}");
        return error;
    }

    /// <summary>Waits for a process.</summary>
    public static async Task<(int Code, string Error)> EndAsync(Process process)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return (process.ExitCode, await error + await output);
    }

    /// <summary>The merged COCO file of a job.</summary>
    public byte[] Coco(string job) => File.ReadAllBytes(At(job, "coco", "instances.json"));

    /// <summary>The photos of a job's merged COCO file.</summary>
    public List<AnnotatedPhoto> Read(string job)
    {
        using var reader = AnnotationFormats.Find("coco").Open(At(job, "coco", "instances.json"));
        return [.. reader.Read()];
    }

    /// <summary>The shards of a job.</summary>
    public string[] Shards(string job) =>
        [.. Directory.GetFiles(At(job, "shards"), "*.shard", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>How many shards of a job are done.</summary>
    public int Done(string job) => Directory.Exists(At(job, "shards")) ? Shards(job).Length : 0;

    /// <summary>Waits until so many shards of a job are done.</summary>
    public Task UntilDoneAsync(string job, int shards) => UntilAsync(() => Done(job) >= shards, seconds: 120);

    /// <summary>Waits for something to become true.</summary>
    public static async Task UntilAsync(Func<bool> isTrue, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!isTrue())
        {
            Assert.True(clock.Elapsed.TotalSeconds < seconds, $"nothing happened in {seconds} s");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Compiles a library that is loaded before a process's own; the test is skipped where there is no compiler.</summary>
    public string Compile(string source)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is preloaded, which is Linux's way.");
        var library = At(Path.GetFileNameWithoutExtension(source) + ".so");
        try
        {
            using var compiler = Process.Start(new ProcessStartInfo("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"]))!;
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no C compiler (cc).");
        }

        return library;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
