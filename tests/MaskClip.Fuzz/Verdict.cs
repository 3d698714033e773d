using System.Diagnostics;
using System.Text.RegularExpressions;
using MaskClip.CommandLine;
using MaskClip.Evaluation;

namespace MaskClip.Fuzz;

/// <summary>What became of an execution.</summary>
/// <param name="Finding">What is wrong; <see langword="null"/> where the input was read or refused as it should be.</param>
/// <param name="Signature">How it ended, without numbers and names: inputs of a new signature are mutated further.</param>
internal sealed partial record Verdict(string? Finding, string Signature)
{
    // SECURITY.md: 64 MiB and eight times the file; what garbage is made of on the way is counted here too, which is more.
    private const long FreeBytes = 256L << 20, BytesPerByte = 64;

    // A slow machine with other work on it; what is quadratic takes minutes.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    /// <summary>Executes a target.</summary>
    public static Verdict Of(FuzzTarget target, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        var (finding, signature) = Run(target, input);
        var took = Stopwatch.GetElapsedTime(start);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (took > MaxTime) finding ??= $"took {took.TotalSeconds:0.0} s";
        if (bytes > FreeBytes + BytesPerByte * input.Length) finding ??= $"allocated {bytes >> 20} MiB for {input.Length} bytes";
        return new Verdict(finding, signature);
    }

    private static (string? Finding, string Signature) Run(FuzzTarget target, byte[] input)
    {
        try
        {
            target.Read(input);
            return (null, "read");
        }
        catch (Exception error) when (error is CheckpointException or ImageFormatException or FormatException or OptionsException
            or UsageException or DatasetException)
        {
            var text = Numbers().Replace(error.Message, "#");
            var signature = $"{error.GetType().Name} {text[..Math.Min(text.Length, 160)]}";
            return (Types().IsMatch(text) ? $"names a type in its message: {error.Message}" : null, signature);
        }
        catch (Exception error)
        {
            return ($"{error.GetType().Name}: {error.Message} at {Place(error)}", error.GetType().Name);
        }
    }

    private static string Place(Exception error) =>
        error.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("MaskClip.", StringComparison.Ordinal))?.Trim() ?? "unknown";

    [GeneratedRegex(@"\b(System|MaskClip)\.[A-Z]")]
    private static partial Regex Types();

    [GeneratedRegex(@"'[^']*'|/[^ :]*|[0-9]+")]
    private static partial Regex Numbers();
}
