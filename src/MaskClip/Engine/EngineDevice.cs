using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Engine;

/// <summary>Where the engine computes: the processor, or an accelerator behind one of ONNX Runtime's execution providers.</summary>
/// <param name="Name"><c>cpu</c>, <c>cuda</c>, <c>directml</c>, <c>coreml</c> or <c>plugin</c>.</param>
/// <param name="Index">Which of several accelerators, from 0.</param>
/// <param name="Library">For <c>plugin</c>, the path of the library that holds the execution provider.</param>
internal sealed record EngineDevice(string Name, int Index, string? Library = null)
{
    private const string Plugin = "plugin";

    // What a user writes, the engine's name for it, and what brings it where the engine has it not.
    private static readonly (string Name, string Provider, string Remedy)[] Known =
    [
        ("cpu", "CPUExecutionProvider", ""),
        ("cuda", "CUDAExecutionProvider", "The package MaskClip.Runtime.Cuda brings it (NVIDIA cards on Linux and Windows)."),
        (
            "directml",
            "DmlExecutionProvider",
            "No package brings it to this engine: Microsoft.ML.OnnxRuntime.DirectML ends at an older one. For graphics cards on Windows " +
            "give an execution provider's library as plugin:PATH."),
        ("coreml", "CoreMLExecutionProvider", "The engine has it on macOS; this system is " + RuntimeInformation.RuntimeIdentifier + "."),
    ];

    // Each photo at work takes memory of its own.
    private const int MaxConcurrency = 4;

    /// <summary>The processor.</summary>
    public static EngineDevice Cpu { get; } = new("cpu", 0);

    /// <summary>Whether it is the processor.</summary>
    public bool IsCpu => Name == Cpu.Name;

    /// <summary>Devices that this build of the engine can use, if the machine has them.</summary>
    public static IEnumerable<string> Supported =>
        Known.Where(known => EngineSession.Providers.Contains(known.Provider)).Select(known => known.Name);

    /// <summary>Reads a device as users write it: a name, and a number where there are several.</summary>
    /// <exception cref="OptionsException">There is no such device.</exception>
    public static EngineDevice Parse(string device)
    {
        List<string> errors = [];
        return Find(device, errors) ?? throw new OptionsException($"T{errors[0][1..]}.", nameof(device));
    }

    /// <summary>As <see cref="Parse"/>; where there is no such device, it adds that to a list.</summary>
    /// <param name="device">The device.</param>
    /// <param name="errors">The list.</param>
    public static EngineDevice? Find(string? device, List<string> errors)
    {
        if (device?.StartsWith($"{Plugin}:", StringComparison.OrdinalIgnoreCase) == true && FindPlugin(device) is { } plugin) return plugin;
        var parts = device?.Split(':') ?? [""];
        bool known = Known.Any(one => one.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        int index = 0;
        bool numbered = parts.Length == 1 || (parts.Length == 2 && IsNumber(parts[1], out index));
        var name = parts[0].ToLowerInvariant();
        if (known && numbered && !(parts.Length == 2 && name is "cpu" or "coreml")) return new(name, index);
        errors.Add(
            $"the device is {(device is null ? "missing" : $"'{device}'")}; cpu, cuda, cuda:N, directml, directml:N, coreml and " +
            $"plugin:PATH or plugin:PATH#N (an execution provider's library) are allowed, N counting cards from 0");
        return null;
    }

    /// <summary>Makes a session use the device.</summary>
    /// <exception cref="NotSupportedException">This program's engine does not know it, or there is none in this machine.</exception>
    public void Use(SessionOptions options)
    {
        if (IsCpu) return;
        if (Library is not null)
        {
            EnginePlugins.Use(options, this);
            return;
        }

        var (_, provider, remedy) = Known.Single(known => known.Name == Name);
        if (!EngineSession.Providers.Contains(provider))
        {
            throw new NotSupportedException(
                $"The device '{this}' is not there: this program's engine has no {provider} (it has " +
                $"{string.Join(", ", EngineSession.Providers)}). {remedy} Or use the device cpu.");
        }

        try
        {
            if (Name == "cuda") options.AppendExecutionProvider_CUDA(Index);
            else if (Name == "directml") options.AppendExecutionProvider_DML(Index);
            else options.AppendExecutionProvider_CoreML();
        }
        catch (OnnxRuntimeException error)
        {
            throw new NotSupportedException(
                $"The device '{this}' does not work on this machine: {error.Message} Use the device cpu, or update its driver.", error);
        }
    }

    /// <summary>
    /// Threads for each photo of a batch where nobody asked for a number; see <see cref="MaxPhotos"/> and docs/benchmarks.md.
    /// </summary>
    /// <param name="photos">Photos of the batch: for a few, all cores should work on each.</param>
    public static int ThreadsFor(int photos) =>
        photos < 2 * Environment.ProcessorCount ? 0 : (Environment.ProcessorCount + MaxConcurrency - 1) / MaxConcurrency;

    /// <summary>
    /// How many photos of many are embedded at once: as many as there are cores for, when a photo is given fewer threads than there are
    /// cores. Operators that are too small to be divided, a small model's, then keep all cores busy.
    /// </summary>
    /// <param name="threads">Threads of the engine for each photo; 0 is one per core.</param>
    public int MaxPhotos(int threads) => threads == 0 || !IsCpu ? 1 : Math.Max(1, Environment.ProcessorCount / threads);

    /// <inheritdoc/>
    public override string ToString() => (Library, Index) switch
    {
        (null, 0) => Name,
        (null, _) => $"{Name}:{Index}",
        (_, 0) => $"{Name}:{Library}",
        _ => $"{Name}:{Library}#{Index}",
    };

    // A path may hold colons (Windows' drives), so the number stands behind a sign of its own.
    private static EngineDevice? FindPlugin(string device)
    {
        var path = device[(Plugin.Length + 1)..];
        int sign = path.LastIndexOf('#');
        int index = 0;
        if (sign >= 0 && IsNumber(path[(sign + 1)..], out index)) path = path[..sign];
        return string.IsNullOrWhiteSpace(path) ? null : new(Plugin, index, path);
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
