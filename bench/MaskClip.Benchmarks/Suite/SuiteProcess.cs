using System.Diagnostics;
using System.Globalization;

namespace MaskClip.Benchmarks.Suite;

/// <summary>A side at work in a process of its own, so that what it takes is its own.</summary>
internal sealed class SuiteProcess : IDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    /// <summary>Starts a side and waits for its first mask.</summary>
    /// <exception cref="InvalidOperationException">It ended before.</exception>
    public SuiteProcess(SuiteSide side, SuiteModel model, int pixels)
    {
        var command = side.Command(model, pixels);
        (command.RedirectStandardInput, command.RedirectStandardOutput, command.RedirectStandardError, command.UseShellExecute) = (
            true, true, true, false);
        var clock = Stopwatch.StartNew();
        process = Process.Start(command)!;
        errors = process.StandardError.ReadToEndAsync();
        Features = [.. Read()["ready ".Length..].Split(' ').Select(number => float.Parse(number, CultureInfo.InvariantCulture))];
        FirstMaskSeconds = clock.Elapsed.TotalSeconds;
    }

    /// <summary>From the start of the process to its first mask.</summary>
    public double FirstMaskSeconds { get; }

    /// <summary>A few numbers of the photo's features.</summary>
    public float[] Features { get; }

    /// <summary>Embeds once; gives milliseconds.</summary>
    public double Embed() => Ask("embed");

    /// <summary>Scores and labels an embedded photo; gives milliseconds. Only this library's side can.</summary>
    public double Label(int names) => Ask($"label {names}");

    /// <summary>Ends it; gives its high-water mark in MiB.</summary>
    public double End() => Ask("end");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.WaitForExit(TimeSpan.FromSeconds(10))) process.Kill();
        process.Dispose();
    }

    private double Ask(string what)
    {
        process.StandardInput.WriteLine(what);
        return double.Parse(Read(), CultureInfo.InvariantCulture);
    }

    private string Read()
    {
        if (process.StandardOutput.ReadLine() is { } line) return line;
        process.WaitForExit();
        throw new InvalidOperationException($"It ended with {process.ExitCode}: {errors.Result.Trim().Split('\n')[^1]}");
    }
}
