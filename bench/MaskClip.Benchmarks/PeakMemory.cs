using System.Diagnostics;
using System.Globalization;
using MaskClip.Checkpoints;
using MaskClip.Imaging;
using MaskClip.Towers;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>What one side needs at most while it embeds a photo, in a process of its own.</summary>
internal static class PeakMemory
{
    /// <summary>The verb of the process that measures itself.</summary>
    public const string Verb = "memory";

    private const int Photos = 5;

    /// <summary>Starts a process that embeds with one side; gives its high-water mark in MiB.</summary>
    /// <param name="side"><c>torch</c>, <c>fp32</c> or <c>int8</c>.</param>
    /// <param name="pixels">Side of the photo.</param>
    public static double Of(string side, int pixels)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, side, pixels.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The side {side} ended with {process.ExitCode}.");
    }

    /// <summary>Embeds a few photos with one side and prints this process's high-water mark.</summary>
    public static void Print(string side, int pixels)
    {
        var photo = SamplePostcard.Draw(pixels, pixels);
        if (side == "torch") Torch(photo);
        else Ours(photo, side == "int8" ? Precision.Int8 : Precision.Float32);
        Console.WriteLine(HighWaterMiB().ToString(CultureInfo.InvariantCulture));
    }

    private static void Torch(RgbImage photo)
    {
        TorchTower torch;
        using (var checkpoint = Checkpoint.Open(RandomModel.Path)) torch = new TorchTower(checkpoint);
        var pixels = new float[3 * photo.Width * photo.Height];
        ImageTensor.Normalize(photo, [.. ClipConfig.ClipMean], [.. ClipConfig.ClipStd], pixels);
        for (int i = 0; i < Photos; i++) torch.Encode(pixels, photo.Height, photo.Width);
        torch.Dispose();
    }

    private static void Ours(RgbImage photo, Precision precision)
    {
        using var segmenter = Segmenter.Load(RandomModel.Path, EmbedBenchmarks.Options(photo.Width, precision));
        for (int i = 0; i < Photos; i++) segmenter.Embed(photo).Dispose();
    }

    /// <summary>This process's high-water mark so far.</summary>
    public static double HighWaterMiB()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}
