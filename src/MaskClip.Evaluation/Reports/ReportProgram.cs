using System.Reflection;

namespace MaskClip.Evaluation;

/// <summary>The program that made a report.</summary>
/// <param name="Version">MaskClip's version.</param>
/// <param name="Commit">The source's commit, where it was built from a checkout.</param>
/// <param name="Engine">The inference engine and its version.</param>
public sealed record ReportProgram(string Version, string? Commit, string Engine)
{
    /// <summary>This program.</summary>
    public static ReportProgram Current()
    {
        // The SDK appends the commit to the version of what it builds from a checkout.
        var assembly = typeof(ReportProgram).Assembly;
        var parts = (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+');
        return new ReportProgram(parts[0], parts.Length > 1 ? parts[1] : null, $"ONNX Runtime {MaskClip.Engine.EngineInfo.Version}");
    }
}
