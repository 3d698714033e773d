using System.Diagnostics;

namespace MaskClip.Benchmarks.Suite;

/// <summary>Who computes.</summary>
/// <param name="Name">As users of the suite write it.</param>
/// <param name="Title">As tables show it.</param>
internal sealed record SuiteSide(string Name, string Title)
{
    /// <summary>This library in fp32.</summary>
    public static SuiteSide Ours { get; } = new("ours-fp32", "MaskClip fp32");

    /// <summary>This library in int8.</summary>
    public static SuiteSide OursInt8 { get; } = new("ours-int8", "MaskClip int8");

    /// <summary>ONNX Runtime alone.</summary>
    public static SuiteSide Bare { get; } = new("bare", "bare ONNX Runtime fp32");

    /// <summary>PyTorch's kernels from .NET.</summary>
    public static SuiteSide TorchSharp { get; } = new("torchsharp", "TorchSharp eager fp32");

    /// <summary>Debian's PyTorch.</summary>
    public static SuiteSide Python { get; } = new("python", "python3-torch eager fp32");

    /// <summary>All sides.</summary>
    public static IReadOnlyList<SuiteSide> All { get; } = [Ours, OursInt8, Bare, TorchSharp, Python];

    // Debian's package belongs to Debian's interpreter, which another one may hide on the path.
    private static readonly Lazy<string?> PythonWithTorch = new(() => new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasTorch));

    /// <summary>Whether it can be measured here.</summary>
    public bool IsInstalled => this != Python || PythonWithTorch.Value is not null;

    /// <summary>How its process is started.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pixels">Side of the photo.</param>
    public ProcessStartInfo Command(SuiteModel model, int pixels)
    {
        var side = model.Side(pixels).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return this == Python
            ? new(
                PythonWithTorch.Value!,
                [
                    Path.Combine(AppContext.BaseDirectory, "torch_tower.py"),
                    model.Checkpoint,
                    SuiteWorker.WritePixels(model, model.Side(pixels)),
                    side,
                    side,
                ])
            : new(Environment.ProcessPath!, [SuiteWorker.Verb, Name, model.Name, side]);
    }

    private static bool HasTorch(string interpreter)
    {
        try
        {
            using var python = Process.Start(
                new ProcessStartInfo(interpreter, ["-c", "import torch"]) { RedirectStandardError = true, UseShellExecute = false })!;
            python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
