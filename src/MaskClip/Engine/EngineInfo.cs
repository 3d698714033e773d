namespace MaskClip.Engine;

/// <summary>The engine that this program computes with, and what it can use on this machine.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class EngineInfo
{
    /// <summary>ONNX Runtime's version.</summary>
    public static string Version => EngineSession.Version;

    /// <summary>
    /// Devices that this program's engine can use if the machine has them, as <see cref="SegmenterOptions.Device"/> takes them.
    /// </summary>
    public static IEnumerable<string> Devices => EngineDevice.Supported;

    /// <summary>
    /// A good <see cref="SegmenterOptions.Threads"/> for a batch: all cores work on each photo of a few, and on several photos of many
    /// (docs/benchmarks.md).
    /// </summary>
    /// <param name="photos">Photos of the batch.</param>
    /// <returns>Threads for each photo; 0 is one per core.</returns>
    public static int ThreadsFor(int photos) => EngineDevice.ThreadsFor(photos);
}
