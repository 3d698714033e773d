#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:project ../src/MaskClip/MaskClip.csproj
#:project ../src/MaskClip.World/MaskClip.World.csproj

// A labeling job against the bare engine, on drawn photos with world-clip: one worker, two workers, resuming, memory, features. All in one
// run, the bare engine and jobs taking turns. Needs 'dotnet build src/MaskClip.Label -c Release'. Prints Markdown tables.
//
//     dotnet run -c Release bench/label-jobs.cs                                          2,000 photos
//     dotnet run -c Release bench/label-jobs.cs -- --photos 600 --rounds 3 --width 320
//     dotnet run -c Release bench/label-jobs.cs -- --memory 10000                        memory over so many photos, and nothing else
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using MaskClip;
using MaskClip.Batches;
using MaskClip.World;

int photos = (int)Argument("--photos", 2000), rounds = (int)Argument("--rounds", 3), width = (int)Argument("--width", 320);
int memory = (int)Argument("--memory", 0), shard = (int)Argument("--shard", 500);
var program = Path.Combine(Folder(), "..", "src", "MaskClip.Label", "bin", "Release", "net10.0", "MaskClip.Label");
if (!File.Exists(program)) throw new FileNotFoundException("Build it first: dotnet build src/MaskClip.Label -c Release", program);
var model = Path.Combine(Path.GetDirectoryName(program)!, "maskclip-models", "world-clip");
var work = Directory.CreateTempSubdirectory("maskclip-label-bench-").FullName;
string[] names = ["sky", "grass", "water", "house", "tree", "cat", "dog", "boat"];
string[] options = ["--weights=" + model, "--prompt=" + string.Join(',', names), "--background=none"];
try
{
    Draw(memory > 0 ? memory : photos);
    if (memory > 0) Memory();
    else await CompareAsync();
}
finally
{
    Directory.Delete(work, recursive: true);
}

async Task CompareAsync()
{
    // A virtual machine's speed changes within a minute, so each job is compared with the bare engine right before and right after it.
    await BareAsync(); // compiles what it needs
    List<double> bare = [await BareAsync()], resumed = [];
    Dictionary<string, List<(double Rate, double Ratio)>> rows = [];
    for (int round = 0; round < rounds; round++)
    {
        double seconds = 0;
        await BesideAsync("one worker, from its first photo to its last", () =>
        {
            (double rate, seconds) = Job("one", "photos", $"--shard-photos={shard}");
            return Task.FromResult(rate);
        });
        Add("one worker, from the start of the command to the merged file", photos / seconds);
        resumed.Add(Again("one", "photos", $"--shard-photos={shard}").Seconds);
        await BesideAsync("two workers on one folder, from start to merged file", TwoAsync);
        await BesideAsync(
            "one worker that keeps features",
            () => Task.FromResult(Job("kept", "photos", $"--shard-photos={shard}", "--keep=features").Rate));
        Add("other names from features, masks along edges (photos are read)", Job("pixels", "--from-features=kept").Rate);
        Add(
            "other names from features, --guided-filter 0 (no photo is read)",
            Job("from", "--from-features=kept", "--guided-filter=0").Rate);
    }

    Console.WriteLine(
        $"{photos} drawn photos of {width}x{width * 3 / 4}, world-clip, 8 names, shards of {shard}, {Environment.ProcessorCount} cores, " +
        $"medians of {rounds} rounds.");
    Console.WriteLine();
    Console.WriteLine("| | photos a second | against the bare engine |");
    Console.WriteLine("|---|---|---|");
    Console.WriteLine(FormattableString.Invariant($"| bare engine: the library's batch, labels only | {Median(bare):0.0} | 1.00 |"));
    foreach (var (what, all) in rows)
    {
        var ratios = all.Select(one => one.Ratio).Order().ToArray();
        Console.WriteLine(
            FormattableString.Invariant($"| {what} | {Median([.. all.Select(one => one.Rate)]):0.0} | {Median([.. ratios]):0.00} ") +
            FormattableString.Invariant($"({ratios[0]:0.00} to {ratios[^1]:0.00}) |"));
    }

    Console.WriteLine();
    var bytes = Directory.GetFiles(Path.Combine(work, "kept", "features"), "*", SearchOption.AllDirectories)
        .Sum(path => new FileInfo(path).Length);
    Console.WriteLine(FormattableString.Invariant(
        $"A complete job is found complete in {Median(resumed):0.0} s. Features take {bytes / 1024.0 / photos:0} KiB a photo."));

    async Task BesideAsync(string what, Func<Task<double>> run)
    {
        double rate = await run();
        bare.Add(await BareAsync());
        Add(what, rate);
    }

    void Add(string what, double rate)
    {
        if (!rows.TryGetValue(what, out var all)) rows[what] = all = [];
        all.Add((rate, rate / ((bare[^1] + bare[^2]) / 2)));
    }
}

async Task<double> BareAsync()
{
    using var segmenter = Segmenter.Load(model, new() { Threads = MaskClip.Engine.EngineInfo.ThreadsFor(photos) });
    var named = segmenter.For(segmenter.Embed(Vocabulary.Parse(names)), new() { GuidedFilter = new() });
    var clock = new Stopwatch();
    int count = 0;
    await foreach (var one in PhotoBatch.RunAsync(
        Directory.GetFiles(Path.Combine(work, "photos")).Order(),
        path => PhotoBatch.Load(path),
        named,
        (_, _, _) => true,
        null,
        null,
        default))
    {
        if (!clock.IsRunning) clock.Start();
        else count++;
    }

    return count / clock.Elapsed.TotalSeconds;
}

(double Rate, double Seconds) Job(string folder, params string[] arguments)
{
    var path = Path.Combine(work, folder);
    if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    return Again(folder, arguments);
}

(double Rate, double Seconds) Again(string folder, params string[] arguments)
{
    var clock = Stopwatch.StartNew();
    using var process = Start(folder, arguments);
    var error = process.StandardError.ReadToEnd();
    process.WaitForExit();
    if (process.ExitCode != 0) throw new InvalidOperationException(error);
    return (Rate(error), clock.Elapsed.TotalSeconds);
}

async Task<double> TwoAsync()
{
    var path = Path.Combine(work, "two");
    if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    var clock = Stopwatch.StartNew();
    var both = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Again("two", "photos", $"--shard-photos={shard / 4}"))).ToArray();
    await Task.WhenAll(both);
    return photos / clock.Elapsed.TotalSeconds;
}

void Memory()
{
    using var process = Start("memory", "photos", $"--shard-photos={shard}");
    var reading = process.StandardError.ReadToEndAsync();
    List<(int Shards, long Parent, long Worker)> samples = [];
    while (!process.HasExited)
    {
        Thread.Sleep(500);
        var shards = Path.Combine(work, "memory", "shards");
        int done = Directory.Exists(shards) ? Directory.GetFiles(shards, "*.shard", SearchOption.AllDirectories).Length : 0;
        var child = Children(process.Id);
        if (child > 0) samples.Add((done, Resident(process.Id), Resident(child)));
    }

    Console.WriteLine(
        $"{memory} drawn photos of {width}x{width * 3 / 4}, world-clip, shards of {shard}: resident MiB while each tenth is labeled.");
    Console.WriteLine();
    Console.WriteLine("| photos done | worker, mean | worker, most | command, mean |");
    Console.WriteLine("|---|---|---|---|");
    int all = samples.Max(one => one.Shards);
    foreach (var tenth in samples.Where(one => one.Shards < all).GroupBy(one => one.Shards * 10 / all))
    {
        Console.WriteLine(FormattableString.Invariant(
            $"| {tenth.Key * memory / 10} | {tenth.Average(one => one.Worker) / 1048576:0.0} | ") + FormattableString.Invariant(
            $"{tenth.Max(one => one.Worker) / 1048576.0:0.0} | {tenth.Average(one => one.Parent) / 1048576:0.0} |"));
    }

    Console.WriteLine();
    Console.WriteLine(reading.Result.Trim().Split('\n')[^2]);
}

Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo(
    program, [.. arguments, .. options, $"--output={folder}"])
{
    WorkingDirectory = work,
    RedirectStandardError = true,
    UseShellExecute = false,
})!;

void Draw(int count)
{
    Directory.CreateDirectory(Path.Combine(work, "photos"));
    // Two hundred scenes again and again: drawing takes longer than labeling.
    const int Scenes = 200;
    var scenes = Enumerable.Range(0, Math.Min(Scenes, count))
        .Select(i => SmallWorld.Scene(i, WorldSplit.Test, width, width * 3 / 4).Picture.EncodeJpeg(90)).ToArray();
    for (int i = 0; i < count; i++) File.WriteAllBytes(Path.Combine(work, "photos", $"{i:000000}.jpg"), scenes[i % scenes.Length]);
}

static double Rate(string error) => Regex.Match(error, @"([\d.]+) photos/s\)") is { Success: true } match
    ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
    : double.NaN;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static int Children(int parent)
{
    try
    {
        var all = File.ReadAllText($"/proc/{parent}/task/{parent}/children");
        return all.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..]
            ? int.Parse(first, CultureInfo.InvariantCulture)
            : 0;
    }
    catch (IOException)
    {
        return 0;
    }
}

static long Resident(int process)
{
    try
    {
        var resident = Regex.Match(File.ReadAllText($"/proc/{process}/status"), @"VmRSS:\s+(\d+)").Groups[1].Value;
        return long.Parse(resident, CultureInfo.InvariantCulture) * 1024;
    }
    catch (Exception error) when (error is IOException or FormatException)
    {
        return 0;
    }
}

double Argument(string name, double usual)
{
    int at = Array.IndexOf(args, name);
    return at < 0 ? usual : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
