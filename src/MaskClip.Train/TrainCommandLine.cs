using System.CommandLine;
using MaskClip.Cli;
using MaskClip.Cli.Terminal;

namespace MaskClip.Train;

/// <summary>The <c>maskclip-train</c> command. Its one verb may be left out.</summary>
internal static class TrainCommandLine
{
    /// <summary>The command's name.</summary>
    public const string Program = "maskclip-train";

    private const string OnlyVerb = "plus";

    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken) =>
        Invocation.RunAsync(Create(host), args is [OnlyVerb or "--version", ..] ? args : [OnlyVerb, .. args], host, cancellationToken);

    /// <summary>Creates the command.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("MaskCLIP+: train a segmentation network with CLIP's free dense labels.") { PlusCommand.Create(host) };
        HelpText.Install(root, host.Program);
        return root;
    }
}
