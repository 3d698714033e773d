using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.World;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Benchmarks;

/// <summary>
/// What opening a model takes: by the type of its weights on disk, the first time and later, and with the engine repacking weights or not.
/// </summary>
internal static class StartupRun
{
    /// <summary>The verb of the process that measures itself.</summary>
    public const string Verb = "startup-one";

    private const int Rounds = 7, Side = 224, Embeddings = 9;

    private static readonly (ElementType Type, string Name)[] Weights =
    [
        (ElementType.Float32, "fp32"), (ElementType.Float16, "fp16"), (ElementType.BFloat16, "bf16")
    ];

    private static string Folder => Path.Combine(RandomModel.Folder, "startup");

    /// <summary>
    /// Prints two Markdown tables: medians over rounds in which every line has its turn, each time in a process of its own.
    /// </summary>
    public static void Print()
    {
        Directory.CreateDirectory(Folder);
        var files = Weights.Select(weights => Checkpoint(weights.Type, weights.Name)).ToArray();
        (string Name, Func<double[]> Run)[] lines =
        [
            .. Weights.Select((weights, i) =>
                ($"{weights.Name} | {new FileInfo(files[i]).Length >> 20} | first", (Func<double[]>)(() => First(files[i])))),
            .. Weights.Select((weights, i) =>
                (
                    $"{weights.Name} | {new FileInfo(files[i]).Length >> 20} | later",
                    (Func<double[]>)(() => Run("load", files[i], Path.Combine(Folder, "cache"))))),
        ];
        Table(
            "| weights on disk | MiB | start | process to first features ms | opening ms | processor s | private MiB, open | private " +
            "MiB, after embedding | peak MiB |",
            lines,
            ["0", "0", "0.00", "0", "0", "0"]);

        Console.WriteLine();
        Table(
            "| engine | process to first features ms | opening ms | processor s | private MiB, open | private MiB, after embedding | " +
            "peak MiB | embed ms at 224 | embed ms at 512 |",
            [
                ("repacks weights (its default)", () => Run("packed", files[0], Path.Combine(Folder, "cache"))),
                ("session.disable_prepacking", () => Run("unpacked", files[0], Path.Combine(Folder, "cache"))),
            ],
            ["0", "0", "0.00", "0", "0", "0", "0", "0"]);
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Opens a model, embeds a photo and prints what that took.</summary>
    /// <param name="how"><c>load</c> as users do; <c>packed</c> or <c>unpacked</c> with a session of the engine alone.</param>
    /// <param name="file">The checkpoint.</param>
    /// <param name="cache">The cache folder.</param>
    public static void Measure(string how, string file, string cache)
    {
        var photo = SamplePostcard.Draw(Side, Side);
        var clock = Stopwatch.StartNew();
        var (embed, after) = how == "load" ? Load(file, cache) : Open(file, cache, how == "packed");
        double opening =
            clock.Elapsed.TotalMilliseconds, seconds = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds, open = PrivateMiB();
        embed(photo);
        Console.WriteLine("features");
        double embedded = PrivateMiB();
        Console.WriteLine(
            string.Join(
                ' ',
                new[] { opening, seconds, open, embedded, PeakMemory.HighWaterMiB() }
                    .Concat(after())
                    .Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }

    private static (Action<RgbImage> Embed, Func<double[]> After) Load(string file, string cache)
    {
        var segmenter = Segmenter.Load(file, new SegmenterOptions { Photos = new() { Size = Side, Keys = false }, CacheFolder = cache });
        return (photo => segmenter.Embed(photo).Dispose(), () => []);
    }

    /// <summary>The session as the library opens it, but for the repacking.</summary>
    private static (Action<RgbImage> Embed, Func<double[]> After) Open(string file, string cache, bool packed)
    {
        var model = ClipModel.Open(file, new OpeningOptions { CacheFolder = cache });
        var options = new SessionOptions { EnableMemoryPattern = false, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        if (!packed) options.AddSessionConfigEntry("session.disable_prepacking", "1");
        var bare = new BareSession(model, model.ImageConfig.Stride, options);
        return (_ => bare.Run(new float[3 * Side * Side], Side, Side), () => [Time(224), Time(512)]);

        double Time(int side)
        {
            var pixels = new float[3 * side * side];
            bare.Run(pixels, side, side);
            return Enumerable.Range(0, Embeddings).Select(_ =>
            {
                var clock = Stopwatch.StartNew();
                bare.Run(pixels, side, side);
                return clock.Elapsed.TotalMilliseconds;
            }).Order().ElementAt(Embeddings / 2);
        }
    }

    private static void Table(string head, (string Name, Func<double[]> Run)[] lines, string[] formats)
    {
        foreach (var (_, run) in lines) run();
        var rounds = Enumerable.Range(0, Rounds).Select(_ => lines.Select(line => line.Run()).ToArray()).ToArray();
        Console.WriteLine(head);
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", head.Count(letter => letter == '|') - 1))}");
        for (int i = 0; i < lines.Length; i++)
        {
            var medians = formats.Select((format, at) =>
                rounds.Select(round => round[i][at]).Order().ElementAt(Rounds / 2).ToString(format, CultureInfo.InvariantCulture));
            Console.WriteLine($"| {lines[i].Name} | {string.Join(" | ", medians)} |");
        }
    }

    /// <summary>With no cache: weights are converted and laid out.</summary>
    private static double[] First(string file)
    {
        var cache = Path.Combine(Folder, "first");
        var figures = Run("load", file, cache);
        Directory.Delete(cache, recursive: true);
        return figures;
    }

    private static double[] Run(string how, string file, string cache)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, how, file, cache])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadLine();
        double features = clock.Elapsed.TotalMilliseconds;
        var figures = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{how} {file} ended with {process.ExitCode}.");
        return [features, .. figures.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static double PrivateMiB()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    /// <summary>The image tower of the random ViT-B/16 in a type.</summary>
    private static string Checkpoint(ElementType type, string name)
    {
        var path = Path.Combine(Folder, $"{name}.safetensors");
        if (File.Exists(path)) return path;
        using var checkpoint = Checkpoints.Checkpoint.Open(RandomModel.Path);
        SafetensorsWriter.Write(
            path,
            checkpoint.Tensors.Where(tensor => tensor.Key.StartsWith("visual.", StringComparison.Ordinal)).Select(tensor =>
        {
            int[] shape = [.. tensor.Value.Shape];
            var numbers = tensor.Value.ToArray();
            if (type == ElementType.Float32) return new SafetensorsEntry(tensor.Key, shape, numbers);
            var bits = new ushort[numbers.Length];
            for (int i = 0; i < bits.Length; i++)
                bits[i] = type == ElementType.Float16 ? BitConverter.HalfToUInt16Bits((Half)numbers[i]) : BrainFloat(numbers[i]);
            return new SafetensorsEntry(tensor.Key, type, shape, bits);
        }));
        return path;
    }

    /// <summary>The upper half of an fp32 number, rounded to nearest.</summary>
    private static ushort BrainFloat(float number)
    {
        uint bits = BitConverter.SingleToUInt32Bits(number);
        return (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    }
}
