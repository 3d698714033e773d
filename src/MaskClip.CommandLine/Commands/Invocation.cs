using System.CommandLine;
using MaskClip.CommandLine.Settings;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.CommandLine.Commands;

/// <summary>
/// Runs a command: parses, runs a verb, turns what goes wrong into a message and an exit code. Shared with <c>maskclip-train</c>.
/// </summary>
public static class Invocation
{
    /// <summary>Runs a command.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, CliHost host, CancellationToken cancellationToken)
    {
        bool verbose = args.Contains("--verbose") || args.Contains("-v");
        try
        {
            var arguments = OptionalNumbers.Complete(args);
            var result = root.Parse(arguments);
            if (result.Action is not HelpText)
            {
                (result, var sources) = SettingSources.Apply(root, result, arguments, host);
                if (result.Errors.Count == 0 && EffectiveSettings.AreAskedFor(result))
                    return EffectiveSettings.Print(result, sources, host.Output);
            }

            if (result.Action is not HelpText && ParseErrors.Of(root, result, arguments, host.Program) is { Count: > 0 } errors)
                throw new UsageException(errors);
            var configuration = new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await result.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Error.WriteLine("cancelled");
            return ExitCode.Cancelled;
        }
        catch (Exception error)
        {
            int code = ErrorReport.Print(host, error);
            if (verbose) host.Error.WriteLine(error);
            return code;
        }
    }
}
