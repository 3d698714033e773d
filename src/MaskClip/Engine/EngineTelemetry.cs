using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Engine;

/// <summary>Keeps ONNX Runtime from recording usage and sending it anywhere.</summary>
/// <remarks>
/// From 1.29 on, the engine writes a device id and an event database below the home folder and looks up an event host, from the moment its
/// environment is made. It asks one variable of the process whether it may; setting that before anything of this assembly runs covers every
/// way to the engine.
/// </remarks>
internal static partial class EngineTelemetry
{
    /// <summary>The engine's own switch.</summary>
    public const string Variable = "ORT_DISABLE_TELEMETRY";

    // Not a field of its own: the first look at any field would make the environment, and load the engine for a mere --version.
    private static readonly Lazy<OrtEnv> LazyEnvironment = new(Create);

    private static bool isUsersOwn;

    /// <summary>The engine's environment.</summary>
    public static OrtEnv Environment => LazyEnvironment.Value;

    /// <summary>Turns telemetry off for this process; what a user has set stays.</summary>
    [ModuleInitializer]
    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "Must come before any call of the engine, from wherever in this assembly; it sets a variable and nothing else.")]
    internal static void Disable()
    {
        isUsersOwn = System.Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };
        if (isUsersOwn) return;
        // On Unix .NET changes a copy of the environment, which native code never sees.
        if (OperatingSystem.IsWindows()) System.Environment.SetEnvironmentVariable(Variable, "1");
        else _ = SetVariable(Variable, "1", overwrite: 1);
    }

    private static OrtEnv Create()
    {
        var environment = OrtEnv.Instance();
        if (!isUsersOwn) environment.DisableTelemetryEvents();
        return environment;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
