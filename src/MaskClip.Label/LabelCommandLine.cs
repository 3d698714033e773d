using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Label.Commands;

namespace MaskClip.Label;

/// <summary>The <c>maskclip-label</c> command. The verb that labels need not be written.</summary>
internal static class LabelCommandLine
{
    /// <summary>The command's name.</summary>
    public const string Program = "maskclip-label";

    private const string UsualVerb = "run";

    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        host = host.Escaping();
        var root = Create(host);
        bool usual = args is [] || (args is not ["--version" or "--help" or "-h" or "-?", ..]
            && !root.Subcommands.Any(verb => verb.Name == args[0]));
        return Invocation.RunAsync(root, usual ? [UsualVerb, .. args] : args, host, cancellationToken);
    }

    /// <summary>Creates the command.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Label very many photos, in a job that any number of workers share and that goes on where it stopped.")
        {
            RunCommand.Create(host),
            StatusCommand.Create(host),
            PauseCommand.Create(host, "pause", "Let the workers of a job finish their shards and wait.", isPaused: true),
            PauseCommand.Create(host, "continue", "Let the workers of a paused job go on.", isPaused: false),
            WorkerCommand.Create(host),
        };
        HelpText.Install(root, host.Program);
        return root;
    }
}
