using System.Globalization;

namespace MaskClip.Training.Engine;

/// <summary>What training runs on.</summary>
internal static class DeviceChoice
{
    /// <summary>A GPU if there is one, else the processor.</summary>
    public const string Automatic = "auto";

    /// <summary>The processor.</summary>
    public const string Cpu = "cpu";

    private const string Cuda = "cuda";

    /// <summary>Turns what was asked for into <c>cpu</c> or <c>cuda:n</c>.</summary>
    /// <param name="wanted"><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.</param>
    /// <param name="cudaBuild">Whether libtorch was built for CUDA.</param>
    /// <param name="gpus">Number of GPUs that it can use; asked for only with such a build.</param>
    /// <exception cref="OptionsException">It is none of these.</exception>
    /// <exception cref="NotSupportedException">It is not there; the message says why.</exception>
    public static string Choose(string wanted, bool cudaBuild, Func<int> gpus)
    {
        var device = wanted.ToLowerInvariant();
        if (device == Cpu) return Cpu;
        if (device == Automatic) return cudaBuild && gpus() > 0 ? $"{Cuda}:0" : Cpu;
        if (Index(device) is not { } index)
        {
            throw new OptionsException(
                $"The device is '{wanted}'; auto, cpu, cuda and cuda:N (the GPU of number N, from 0) are allowed.", nameof(wanted));
        }

        if (!cudaBuild)
        {
            throw new NotSupportedException(
                $"The device is '{wanted}', but libtorch here is the build for processors. Build maskclip-train with " +
                $"TorchSharp-cuda-linux or TorchSharp-cuda-windows in place of libtorch-cpu, or take cpu.");
        }

        int count = gpus();
        if (count == 0)
        {
            throw new NotSupportedException(
                $"The device is '{wanted}', but no GPU can be used: libtorch finds none, or its driver is missing or too old " +
                $"('nvidia-smi' shows). Take cpu, or auto.");
        }
        return index < count
            ? $"{Cuda}:{index}"
            : throw new NotSupportedException(
                $"The device is '{wanted}'; this machine's GPUs are {string.Join(", ", Enumerable.Range(0, count).Select(gpu =>
                    $"{Cuda}:{gpu}"))}.");
    }

    private static int? Index(string device)
    {
        if (device == Cuda) return 0;
        bool numbered = device.StartsWith($"{Cuda}:", StringComparison.Ordinal);
        return numbered && int.TryParse(device.AsSpan(Cuda.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;
    }
}
