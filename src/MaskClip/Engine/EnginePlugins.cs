using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Engine;

/// <summary>
/// Execution providers that come as libraries of their own, loaded by path: ONNX Runtime's plug-ins (<c>onnxruntime_ep_c_api.h</c>).
/// </summary>
/// <remarks>Safe to use from several threads. A library stays loaded as long as the process runs: sessions may be using it.</remarks>
internal static class EnginePlugins
{
    private static readonly Lock Gate = new();

    // By the library's full path: which devices it serves. The engine refuses to register a library a second time.
    private static readonly Dictionary<string, IReadOnlyList<OrtEpDevice>> Registered = new(StringComparer.Ordinal);

    /// <summary>Makes a session use one of a plug-in's devices.</summary>
    /// <param name="options">The session's options.</param>
    /// <param name="device">The device, with the plug-in's library.</param>
    /// <exception cref="NotSupportedException">There is no such library or device, or it refuses to work.</exception>
    public static void Use(SessionOptions options, EngineDevice device)
    {
        if (!File.Exists(device.Library))
        {
            throw new NotSupportedException(
                $"The device '{device}' is not there: there is no file '{device.Library}'. Give the path of an execution provider's " +
                $"library (.so, .dll or .dylib), or use the device cpu.");
        }

        try
        {
            var devices = Register(Path.GetFullPath(device.Library));
            if (device.Index >= devices.Count)
            {
                var served = devices.Count == 0
                    ? "no device of this machine"
                    : string.Join(", ", devices.Select((one, number) => $"#{number} {Describe(one)}"));
                throw new NotSupportedException(
                    $"The device '{device}' is not there: that library serves {served}. Use one of these, or the device cpu.");
            }

            options.AppendExecutionProvider(EngineTelemetry.Environment, [devices[device.Index]], new Dictionary<string, string>());
        }
        catch (OnnxRuntimeException error)
        {
            throw new NotSupportedException(
                $"The device '{device}' does not work on this machine: {error.Message} The library has to be an execution provider for " +
                $"ONNX Runtime {EngineSession.Version}. Or use the device cpu.",
                error);
        }
    }

    private static IReadOnlyList<OrtEpDevice> Register(string path)
    {
        lock (Gate)
        {
            if (Registered.TryGetValue(path, out var known)) return known;
            var environment = EngineTelemetry.Environment;
            var before = environment.GetEpDevices().Select(one => one.EpName).ToHashSet(StringComparer.Ordinal);
            environment.RegisterExecutionProviderLibrary($"MaskClip plug-in {Registered.Count}", path);
            return Registered[path] = [.. environment.GetEpDevices().Where(one => !before.Contains(one.EpName))];
        }
    }

    private static string Describe(OrtEpDevice device) => $"{device.EpName} ({device.HardwareDevice.Type})";
}
