using System.CommandLine;
using System.Runtime.InteropServices;
using MaskClip.CommandLine.Settings;
using MaskClip.CommandLine.Terminal;
using MaskClip.Storage;

namespace MaskClip.CommandLine;

/// <summary>Runs a command: parses, runs a verb, turns what goes wrong into a message and an exit code. Shared with <c>maskclip-train</c>.</summary>
internal static class Invocation
{
    /// <summary>Runs a command.</summary>
    public static async Task<int> RunAsync(RootCommand root, string[] args, CliHost host, CancellationToken cancellationToken)
    {
        bool verbose = args.Contains("--verbose") || args.Contains("-v");
        try
        {
            var arguments = OptionalNumbers.Complete(args);
            var result = root.Parse(arguments);
            if (result.Action is not HelpText && result.CommandResult.Command != root)
            {
                (result, var sources) = SettingSources.Apply(root, result, arguments, host);
                if (result.Errors.Count == 0 && EffectiveSettings.AreAskedFor(result)) return EffectiveSettings.Print(result, sources, host.Output);
            }

            if (result.Errors.Count > 0) throw new UsageException(Errors(result, host.Program));
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
        catch (Exception error) when (CodeOf(error) is { } code)
        {
            if (IsInternal(error))
            {
                host.Error.WriteLine("error: This is an error of the program, not of how it was called. '--verbose' shows where; please report it.");
            }

            foreach (var line in error.Message.Split('\n')) host.Error.WriteLine($"error: {FlagHints.Add(line)}");
            if (code == ExitCode.WrongUsage) host.Error.WriteLine($"'{host.Program} --help' and '{host.Program} VERB --help' show what there is.");
            if (verbose) host.Error.WriteLine(error);
            return code;
        }
    }

    private static string Errors(ParseResult result, string program)
    {
        var command = result.CommandResult.Command;
        if (command.Subcommands.Count == 0 || (command.Action is not null && result.UnmatchedTokens.Count == 0)) return string.Join('\n', result.Errors.Select(error => error.Message).Distinct());
        var verbs = command.Subcommands.Select(verb => verb.Name).ToArray();
        return result.UnmatchedTokens is [var word, ..]
            ? $"'{word}' is not a verb of '{program}'; did you mean '{verbs.MinBy(verb => EditDistance.Between(verb, word))}'? There are: {string.Join(", ", verbs)}."
            : $"A verb is missing; there are: {string.Join(", ", verbs)}.";
    }

    // What people can do wrong has types of its own: this is a call of ours that does not fit.
    private static bool IsInternal(Exception error) => error is ArgumentException and not OptionsException;

    private static int? CodeOf(Exception error) => error switch
    {
        UsageException or OptionsException or FormatException or FileNotFoundException or DirectoryNotFoundException => ExitCode.WrongUsage,
        CheckpointException or ImageFormatException => ExitCode.WrongUsage,
        _ when IsInternal(error) => ExitCode.Failed,
        ModelPullException or IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException or Microsoft.ML.OnnxRuntime.OnnxRuntimeException or ExternalException => ExitCode.Failed,
        _ => null,
    };
}
