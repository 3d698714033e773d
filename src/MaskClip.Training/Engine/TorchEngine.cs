using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Engine;

/// <summary>libtorch, loaded, with the device that training runs on.</summary>
internal sealed class TorchEngine
{
    private const int MaxThreads = 1024;

    private TorchEngine(Device device, string description)
    {
        Device = device;
        Description = description;
    }

    /// <summary>Where networks and batches go.</summary>
    public Device Device { get; }

    /// <summary>One line for people: version, device, threads, allocator.</summary>
    public string Description { get; }

    /// <summary>Loads libtorch and chooses the device.</summary>
    /// <param name="device"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <param name="threads">Threads of the processor's kernels; 0 leaves it to libtorch: one per core.</param>
    /// <exception cref="OptionsException">The device is unknown or not there, or the number of threads is out of range.</exception>
    /// <exception cref="InvalidOperationException">libtorch is not there or cannot be loaded.</exception>
    public static TorchEngine Open(string device = DeviceChoice.Automatic, int threads = 0)
    {
        if (threads is < 0 or > MaxThreads)
            throw new OptionsException($"{threads} threads; 0 (one per core) to {MaxThreads} are allowed.", nameof(threads));
        var folder = TorchLibrary.Load(TorchLibrary.Folders);
        var chosen = DeviceChoice.Choose(device, TorchLibrary.HasCuda(folder), CountGpus);
        if (threads > 0) set_num_threads(threads);
        string allocator = MallocTunables.AreSet ? "restarted with malloc settings for large blocks" : "malloc as the system has it";
        return new TorchEngine(new Device(chosen), $"libtorch {__version__} on {chosen}, {get_num_threads()} threads, {allocator}");
    }

    private static int CountGpus() => TryInitializeDeviceType(DeviceType.CUDA) && cuda.is_available() ? cuda.device_count() : 0;
}
