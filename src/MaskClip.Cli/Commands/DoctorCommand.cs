using System.CommandLine;
using System.Diagnostics;
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
                    // A doctor's answer to a fault is the fault: anything here may be what is broken.
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
        ("maskclip", () => OptionsFile.Version),
        (
            "runtime",
            () => $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.OSDescription}"),
        ("processor", () => $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores ({ProcessorFeatures()})"),
        ("memory", () => $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB available"),
        ("engine", () => $"ONNX Runtime {EngineInfo.Version}, one thread per core unless --threads"),
        (
            "devices",
            () =>
                $"--device {string.Join(", ", EngineInfo.Devices)}, as this build was made with " +
                $"-p:OnnxRuntimePackage={EngineInfo.Package} (Cpu, Gpu and DirectML are to be had)"),
        ("pictures", () => $"SkiaSharp {typeof(SkiaSharp.SKBitmap).Assembly.GetName().Version?.ToString(3)}"),
        ("font", () => TextPainter.Shared.FontName),
        ("cache", () => Cache(host.CacheFolder)),
        ("models", () => Models(host)),
        ("self-test", () => SelfTest(host, cancellationToken)),
    ];

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
        return $"{folder}, can be written, {bytes / 1e6:0} MB in use";
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
