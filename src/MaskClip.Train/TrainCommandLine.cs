using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Train;

/// <summary>The <c>maskclip-train</c> command. Without a verb it is <c>plus</c>.</summary>
internal static class TrainCommandLine
{
    /// <summary>The command's name.</summary>
    public const string Program = "maskclip-train";

    private const string UsualVerb = "plus";
    private const string ClipVerb = "clip";
    private const string BridgeVerb = "bridge";

    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken) =>
        Invocation.RunAsync(Create(host), args is [UsualVerb or ClipVerb or BridgeVerb or "--version", ..] ? args : [UsualVerb, .. args],
            host, cancellationToken);

    /// <summary>Creates the command.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Train a segmentation network with CLIP's free dense labels (MaskCLIP+), a CLIP model of your own, " +
            "or a bridge between two networks that you have.")
        {
            PlusCommand.Create(host),
            ClipCommand.Create(host),
            BridgeCommand.Create(host),
        };
        HelpText.Install(root, host.Program);
        return root;
    }
}
