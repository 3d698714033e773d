using System.Globalization;
using System.Reflection;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Engine;

/// <summary>Where the engine computes: the processor, or an accelerator behind one of ONNX Runtime's execution providers.</summary>
/// <param name="Name"><c>cpu</c>, <c>cuda</c>, <c>directml</c> or <c>coreml</c>.</param>
/// <param name="Index">Which of several accelerators, from 0.</param>
internal sealed record EngineDevice(string Name, int Index)
{
    // What a user writes, the engine's name for it, and the native package that brings it; null is the one that is built in unless said
    // otherwise.
    private static readonly (string Name, string Provider, string? Package, string What)[] Known =
    [
        ("cpu", "CPUExecutionProvider", null, "the processor"),
        ("cuda", "CUDAExecutionProvider", "Gpu", "NVIDIA cards on Linux and Windows"),
        ("directml", "DmlExecutionProvider", "DirectML", "graphics cards on Windows"),
        ("coreml", "CoreMLExecutionProvider", null, "Apple's processors, on macOS"),
    ];

    // Each photo at work takes memory of its own.
    private const int MaxConcurrency = 4;

    /// <summary>The processor.</summary>
    public static EngineDevice Cpu { get; } = new("cpu", 0);

    /// <summary>Whether it is the processor.</summary>
    public bool IsCpu => Name == Cpu.Name;

    /// <summary>
    /// The native package that this build was made with: <c>Cpu</c>, <c>Gpu</c> or <c>DirectML</c> (build property
    /// <c>OnnxRuntimePackage</c>).
    /// </summary>
    public static string Package { get; } = typeof(EngineDevice).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(attribute => attribute.Key == "OnnxRuntimePackage")?.Value ?? "Cpu";

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
        var parts = device?.Split(':') ?? [""];
        bool known = Known.Any(one => one.Name.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
        int index = 0;
        bool numbered = parts.Length == 1
            || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index));
        var name = parts[0].ToLowerInvariant();
        if (known && numbered && !(parts.Length == 2 && name is "cpu" or "coreml")) return new(name, index);
        errors.Add(
            $"the device is {(device is null ? "missing" : $"'{device}'")}; cpu, cuda, cuda:N, directml, directml:N and coreml are " +
            $"allowed, N counting cards from 0");
        return null;
    }

    /// <summary>Makes a session use the device.</summary>
    /// <exception cref="NotSupportedException">This build's engine does not know it, or there is none in this machine.</exception>
    public void Use(SessionOptions options)
    {
        if (IsCpu) return;
        var (_, provider, package, what) = Known.Single(known => known.Name == Name);
        if (!EngineSession.Providers.Contains(provider))
        {
            var remedy = package is null
                ? $"It is in the package Microsoft.ML.OnnxRuntime for {what}; this system is " +
                    $"{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}."
                : $"It comes with the package Microsoft.ML.OnnxRuntime.{package} ({what}): build with -p:OnnxRuntimePackage={package}.";
            throw new NotSupportedException(
                $"The device '{this}' is not there: this build's engine has no {provider} (it has " +
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
                $"The device '{this}' does not work on this machine: {error.Message} Use the device cpu, or mend its driver.", error);
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
    public override string ToString() => Index == 0 ? Name : $"{Name}:{Index}";
}
