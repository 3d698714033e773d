#!/usr/bin/env -S dotnet run -c Release
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// Times the command as users start it, from process start to its end, and its peak memory. Prints a Markdown table.
//
//     dotnet run -c Release bench/whole-process.cs                              world-clip
//     dotnet run -c Release bench/whole-process.cs -- path/to/checkpoint        also a checkpoint of yours
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

const int Runs = 11, More = 10;
var repository = Path.GetFullPath(Path.Combine(Folder(), ".."));
var work = Directory.CreateTempSubdirectory("maskclip-whole-").FullName;
var command = Path.Combine(work, "bin", "MaskClip.Cli");
Run(
    "dotnet",
    [
        "publish",
        Path.Combine(repository, "src", "MaskClip.Cli"),
        "-c",
        "Release",
        "-r",
        "linux-x64",
        "--self-contained",
        "false",
        "-o",
        Path.Combine(work, "bin"),
    ]);
Run(command, ["sample", "--output", Path.Combine(work, "small.png")]);
Run(command, ["sample", "--resolution", "1184x848", "--output", Path.Combine(work, "large.png")]);

string[] names = ["-p", "sky", "-p", "grass", "-p", "tree", "-p", "water"];
Console.WriteLine("| run | median s | best s | peak MiB |");
Console.WriteLine("|---|---|---|---|");
Measure("`--version`: start alone", ["--version"]);
Measure(
    "world-clip, 640x448 photo, mask only",
    ["segment", Path.Combine(work, "small.png"), "--model", "world-clip", "--save", "mask", .. names]);
Measure(
    "world-clip, 1-megapixel photo, overlay, mask, JSON", ["segment", Path.Combine(work, "large.png"), "--model", "world-clip", .. names]);
string[] photo = ["segment", Path.Combine(work, "large.png"), "--model", "photo", "-p", "cat", "-p", "grass"];
Measure("photo, the very first time: models converted, names embedded", photo, first: true);
Measure("photo, 1-megapixel photo, overlay, mask, JSON", photo);
var many = Directory.CreateDirectory(Path.Combine(work, "many")).FullName;
for (int i = 0; i <= More; i++) File.Copy(Path.Combine(work, "large.png"), Path.Combine(many, $"{i}.png"));
double one = Median(photo, first: false).Seconds, all = Median(["segment", many, .. photo[2..]], first: false).Seconds;
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture, $"| photo, each of {More} further photos of 1 megapixel | {(all - one) / More:0.000} | | |"));
if (args is [var weights])
{
    foreach (var size in new[] { "224", "512" })
    {
        Measure(
            $"{Path.GetFileName(weights)} at {size} pixels, 1-megapixel photo, 20 names",
            ["segment", Path.Combine(work, "large.png"), "--weights", weights, "--classes", "voc", "--size", size]);
    }
}

Directory.Delete(work, recursive: true);
return 0;

void Measure(string what, string[] arguments, bool first = false)
{
    var (seconds, best, peak) = Median(arguments, first);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds:0.00} | {best:0.00} | {peak:0} |"));
}

(double Seconds, double Best, double PeakMiB) Median(string[] arguments, bool first)
{
    string[] all = arguments[0] == "segment" ? [.. arguments, "--quiet", "--output", Path.Combine(work, "out")] : arguments;
    // The engine's prepared graph is written when a graph is opened for the second time.
    for (int i = 0; i < 2 && !first; i++) Run(command, all);
    var runs = Enumerable.Range(0, Runs).Select(_ =>
    {
        if (first) Directory.Delete(Path.Combine(work, "home"), recursive: true);
        return Run(command, all);
    }).ToArray();
    var seconds = runs.Select(run => run.Seconds).Order().ToArray();
    return (seconds[Runs / 2], seconds[0], runs.Max(run => run.PeakMiB));
}

(double Seconds, double PeakMiB) Run(string file, string[] arguments)
{
    var start = new ProcessStartInfo(file, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };
    start.Environment["MASKCLIP_HOME"] = Path.Combine(work, "home");
    var clock = Stopwatch.StartNew();
    using var process = Process.Start(start)!;
    var output = process.StandardOutput.ReadToEndAsync();
    var error = process.StandardError.ReadToEndAsync();
    long peak = 0;
    do
    {
        process.Refresh();
        if (!process.HasExited) peak = Math.Max(peak, Peak(process.Id));
    }
    while (!process.WaitForExit(5));
    double seconds = clock.Elapsed.TotalSeconds;
    if (process.ExitCode != 0)
    {
        throw new InvalidOperationException(
            $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}{output.Result}");
    }
    return (seconds, peak / 1024.0);
}

// The kernel's own high-water mark; it only grows, so the last look counts.
static long Peak(int process)
{
    try
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
    catch (IOException)
    {
        return 0; // it ended between two looks
    }
}

static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
