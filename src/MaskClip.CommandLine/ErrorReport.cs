using System.Runtime.InteropServices;
using MaskClip.CommandLine.Terminal;
using MaskClip.Storage;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.CommandLine;

/// <summary>What is said of an exception that ends a command, and the exit code that it ends with.</summary>
/// <remarks>
/// Wrong usage is what can be seen on the command line alone: an option that does not exist, a value out of range. What depends on files,
/// models, devices or the network has failed.
/// </remarks>
public static class ErrorReport
{
    /// <summary>Says what ends a command; gives the exit code.</summary>
    public static int Print(CliHost host, Exception error)
    {
        error = Cause(error);
        if (IsInternal(error))
            Print(host, "This is an error of the program, not of how it was called. '--verbose' shows where; please report it.");
        foreach (var line in error is UsageException usage ? usage.Lines : [Plain(error)]) Print(host, line);
        int code = CodeOf(error);
        if (code == ExitCode.WrongUsage)
            host.Error.WriteLine($"'{host.Program} --help' and '{host.Program} VERB --help' show what there is.");
        return code;
    }

    /// <summary>Says one error, in one line.</summary>
    public static void Print(CliHost host, string message) => host.Error.WriteLine(Printable.Of($"error: {FlagHints.Add(message)}"));

    /// <summary>Says what will probably not work as meant, in one line.</summary>
    public static void Warn(CliHost host, string message) => host.Error.WriteLine(Printable.Of($"warning: {FlagHints.Add(message)}"));

    private static int CodeOf(Exception error) => error is UsageException or OptionsException ? ExitCode.WrongUsage : ExitCode.Failed;

    // What runs on several threads wraps what went wrong there.
    private static Exception Cause(Exception error) =>
        error is AggregateException several && several.Flatten().InnerExceptions is [var only] ? Cause(only) : error;

    // .NET adds parameters' names and objects' types, in brackets and lines of their own.
    private static string Plain(Exception error)
    {
        var message = error.Message;
        if (error is ArgumentException { ParamName: { } name } and not OptionsException)
            message = message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
        if (error is ArgumentOutOfRangeException or ObjectDisposedException) message = message.Split('\n')[0].TrimEnd('\r');
        return message.Trim();
    }

    // What people can do wrong, and what the world can, has types of its own: all else is a call of ours that does not fit.
    private static bool IsInternal(Exception error) => error is not (
        UsageException or OptionsException or CheckpointException or ImageFormatException or ModelPullException
        or IOException or UnauthorizedAccessException or FormatException or InvalidDataException or InvalidOperationException
            or NotSupportedException
        or TimeoutException or HttpRequestException or OutOfMemoryException or OnnxRuntimeException or ExternalException)
        || error is ObjectDisposedException;
}
