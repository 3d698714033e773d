using System.CommandLine;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Drawing.Text;
using MaskClip.Engine;
using MaskClip.Storage;
using MaskClip.World;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip doctor</c>: what this machine has, and whether the main job works on it.</summary>
internal static class DoctorCommand
{
    private static readonly string[] TestNames = ["sky", "grass"];

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var command = new Verb(
            "doctor", "Show versions, processor, cache, models and fonts, and test the main job on this machine.", "maskclip doctor");
        command.SetAction((_, cancellationToken) =>
        {
            bool healthy = true;
            foreach (var (topic, examine) in Topics(host, cancellationToken))
            {
                try
                {
                    host.Output.WriteLine($"{topic,-12} {examine()}");
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // Here an error is the answer: anything here may be what is broken.
                    host.Output.WriteLine($"{topic,-12} FAILED: {error.Message}");
                    healthy = false;
                }
            }

            return Task.FromResult(healthy ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static IEnumerable<(string Topic, Func<string> Examine)> Topics(CliHost host, CancellationToken cancellationToken) =>
    [
        ("maskclip", () => $"{Version()}, in {AppContext.BaseDirectory}"),
        (
            "runtime",
            () => $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}"),
        ("processor", () => $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores ({ProcessorFeatures()})"),
        ("memory", () => $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB available"),
        ("engine", () => $"ONNX Runtime {EngineInfo.Version}, one thread per core unless --threads"),
        ("devices", () => $"--device {string.Join(", ", EngineInfo.Devices)}; others with plugin:PATH"),
        ("pictures", () => $"SkiaSharp {typeof(SkiaSharp.SKBitmap).Assembly.GetName().Version?.ToString(3)}"),
        ("font", () => TextPainter.Shared.FontName),
        ("settings", () => Settings(host)),
        ("programs", () => string.Join(", ", ExternalVerb.Programs.Select(one => Whereabouts(one.Name, one.Assembly, host)))),
        ("cache", () => Cache(host.CacheFolder)),
        ("models", () => Models(host)),
        ("self-test", () => SelfTest(host, cancellationToken)),
    ];

    /// <summary>With the commit that the program was built from, where it was built from one.</summary>
    private static string Version() =>
        typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? OptionsFile.Version;

    /// <summary>What changes the program's behavior from outside; keys and tokens are said to be set, and no more.</summary>
    private static string Settings(CliHost host)
    {
        string[] prefixes = ["MASKCLIP_", "HF_", "ORT_", "DOTNET_GC"];
        string[] secrets = ["KEY", "TOKEN"];
        var set = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(name => secrets.Any(end => name.EndsWith(end, StringComparison.Ordinal))
                ? $"{name} (set)"
                : $"{name}={host.Environment(name)}")
            .ToList();
        if (File.Exists(Path.Combine(host.Folder, "maskclip.json")))
            set.Add("maskclip.json in this folder (--print-config shows its part)");
        return string.Join(", ", set.DefaultIfEmpty("none but the defaults"));
    }

    private static string Whereabouts(string name, string assembly, CliHost host) =>
        ExternalProgram.Find(name, assembly, AppContext.BaseDirectory, host.Environment("PATH") ?? "") is { } program
            ? $"{name} in {Path.GetDirectoryName(program.First is [var library, ..] ? library : program.Path)}"
            : $"{name} is not installed";

    private static string ProcessorFeatures()
    {
        (string Name, bool Has)[] features =
        [
            ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported),
            ("AVX-512", Avx512F.IsSupported),
            ("NEON", System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported),
        ];
        return string.Join(
            " ",
            features.Where(feature => feature.Has).Select(feature => feature.Name).DefaultIfEmpty("no vector extensions known to .NET"));
    }

    private static string Cache(string folder)
    {
        var probe = Path.Combine(folder, $"probe-{Guid.NewGuid():n}");
        AtomicFile.WriteAllText(probe, "");
        File.Delete(probe);
        long bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        double free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace / 1e9;
        return $"{folder}, can be written, {bytes / 1e6:0} MB in use, {free:0} GB free";
    }

    private static string Models(CliHost host)
    {
        var here = host.Catalogue.Select(model => model.Name).Where(name => host.Models.Find(name) is not null);
        var chosen = host.Models.Resolve();
        return $"{string.Join(", ", here.DefaultIfEmpty("none pulled"))}; used when none is named: {chosen.DisplayName} ({chosen.Reason})";
    }

    /// <summary>Segments the postcard with world-clip: sky must be found above grass.</summary>
    private static string SelfTest(CliHost host, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var segmenter = SegmenterLoader.Load(
            host.Models.Resolve(MaskClip.Models.InstalledModels.World), new SegmenterOptions { CacheFolder = host.CacheFolder });
        var loaded = clock.Elapsed;
        using var features = segmenter.Embed(SamplePostcard.Draw(), cancellationToken: cancellationToken);
        var result = features.Segment(TestNames, cancellationToken: cancellationToken);
        double sky = MeanRow(result, 0), grass = MeanRow(result, 1);
        if (!(sky < grass))
        {
            throw new InvalidOperationException(
                $"The postcard's sky was found at {sky:P0} of its height and its grass at {grass:P0}: the engine computes wrongly on " +
                $"this machine.");
        }
        return $"passed: the postcard's sky lies above its grass; model loaded in {loaded.TotalMilliseconds:0} ms, segmented in " +
            $"{(clock.Elapsed - loaded).TotalMilliseconds:0} ms";
    }

    /// <summary>Mean height, from the top as a share, of a class's pixels; NaN where it has none.</summary>
    private static double MeanRow(Segmentation result, ushort label)
    {
        double sum = 0, count = 0;
        for (int at = 0; at < result.Labels.Length; at++)
        {
            if (result.Labels[at] != label) continue;
            sum += at / result.Width;
            count++;
        }

        return sum / count / result.Height;
    }
}
