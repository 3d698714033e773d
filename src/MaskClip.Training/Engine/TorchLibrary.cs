using System.Runtime.InteropServices;

namespace MaskClip.Training.Engine;

/// <summary>Finds and loads libtorch, so that what is wrong is said before TorchSharp looks for it in its own ways.</summary>
internal static class TorchLibrary
{
    private const string Wrapper = "LibTorchSharp";

    /// <summary>Where libtorch lies in a program's output.</summary>
    public static IReadOnlyList<string> Folders { get; } =
        [
            AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar),
            Path.Combine(AppContext.BaseDirectory, "runtimes", PortableRuntime, "native"),
        ];

    /// <summary>Whether the libtorch found in a folder was built for CUDA.</summary>
    public static bool HasCuda(string folder) => File.Exists(Path.Combine(folder, FileName("torch_cuda")));

    private static string PortableRuntime =>
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux") +
        $"-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static string Package =>
        OperatingSystem.IsWindows()
            ? "libtorch-cpu-win-x64"
            : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64" : "libtorch-cpu-linux-x64";

    /// <summary>Loads libtorch from the first folder that has it, and returns that folder.</summary>
    /// <exception cref="InvalidOperationException">It is in none of them, or the system cannot load it; the message says what to
    /// do.</exception>
    public static string Load(IReadOnlyList<string> folders)
    {
        string torch = FileName("torch_cpu"), wrapper = FileName(Wrapper);
        var folder = folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, torch))) ?? throw new InvalidOperationException(
            $"libtorch is not installed with this program: there is no {torch} in {string.Join(" nor in ", folders)}. " +
            $"It comes with the NuGet package {Package}; build or publish a project that references it.");
        if (!File.Exists(Path.Combine(folder, wrapper)))
        {
            throw new InvalidOperationException(
                $"TorchSharp is not complete: there is no {wrapper} beside {torch} in {folder}. It comes with the NuGet package " +
                $"TorchSharp; build the program again.");
        }

        Load(Path.Combine(folder, torch), "");
        Load(
            Path.Combine(folder, wrapper),
            " Where it asks for a newer GLIBCXX than the system has (Debian 12), build with eng/TorchSharp.Debian12.targets imported, " +
            "which relaxes the need in the output's copy, or install libstdc++ of GCC 13 or newer.");
        return folder;
    }

    private static void Load(string path, string hint)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new InvalidOperationException($"{path} cannot be loaded: {error.Message.ReplaceLineEndings(" ").Trim()}{hint}", error);
        }
    }

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
