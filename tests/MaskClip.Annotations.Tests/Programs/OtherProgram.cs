using System.Diagnostics;

namespace MaskClip.Annotations.Tests.Programs;

/// <summary>
/// A program that knows nothing of this library. Where it is missing the test is skipped by its name; .ci/run installs it.
/// </summary>
internal static class OtherProgram
{
    // Debian's own, which Debian's packages belong to, whatever else is in the path.
    public const string Python = "/usr/bin/python3";

    /// <summary>Runs a program, which must succeed.</summary>
    /// <returns>Its standard output.</returns>
    public static string Run(string program, params string[] arguments)
    {
        Assert.SkipUnless(IsThere(program), $"{program} is not installed; .ci/run installs it.");
        var (code, output, error) = Start(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{error}{output}");
        return output;
    }

    /// <summary>Runs a program of Python's, which must succeed; skips where a module is missing.</summary>
    public static string RunPython(string module, string code, params string[] arguments)
    {
        bool isThere = IsThere(Python) && Start(Python, ["-c", $"import {module}"]).Code == 0;
        Assert.SkipUnless(isThere, $"Debian's python3 has no module '{module}'; .ci/run installs it.");
        return Run(Python, ["-c", code, .. arguments]);
    }

    private static bool IsThere(string program) => Path.IsPathRooted(program)
        ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static (int Code, string Output, string Error) Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["QT_QPA_PLATFORM"] = "offscreen";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
