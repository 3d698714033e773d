using System.Runtime.InteropServices;

namespace MaskClip.Evaluation;

/// <summary>The machine that made a report.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="Cores">Cores that the process may use.</param>
/// <param name="MemoryGiB">Memory that the process may use.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET's version.</param>
public sealed record ReportMachine(string Processor, int Cores, double MemoryGiB, string System, string Runtime)
{
    /// <summary>This machine.</summary>
    public static ReportMachine Current() => new(
        ProcessorName(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier})",
        RuntimeInformation.FrameworkDescription);

    private static string ProcessorName()
    {
        const string LinuxFile = "/proc/cpuinfo";
        var unknown = Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        if (!File.Exists(LinuxFile)) return unknown;
        var line = File.ReadLines(LinuxFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? unknown : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
