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
    /// <param name="root">The command, with the verb that the command line begins with.</param>
    /// <param name="args">The command line.</param>
    /// <param name="host">The world around.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="all">
    /// Makes the command with all its verbs, where <paramref name="root"/> has not all: a configuration file may set options of each.
    /// </param>
    public static async Task<int> RunAsync(
        RootCommand root, string[] args, CliHost host, CancellationToken cancellationToken, Func<RootCommand>? all = null)
    {
        bool verbose = args.Contains("--verbose") || args.Contains("-v");
        try
        {
            var arguments = OptionalNumbers.Complete(args);
            var result = root.Parse(arguments);
            if (result.Action is not HelpText)
            {
                (result, var sources) = SettingSources.Apply(root, all, result, arguments, host);
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
