using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Train.Commands;

namespace MaskClip.Train;

/// <summary>The <c>maskclip-train</c> command. Without a verb it is <c>plus</c>.</summary>
internal static class TrainCommandLine
{
    /// <summary>The command's name.</summary>
    public const string Program = "maskclip-train";

    private const string UsualVerb = "plus";

    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        host = host.Escaping();
        // Options alone are the usual verb's; help of the whole program lists the verbs, and a word that is none of them is told so.
        bool usual = args is [['-', ..], ..] and not ["--version" or "--help" or "-h" or "-?", ..];
        return Invocation.RunAsync(Create(host), usual ? [UsualVerb, .. args] : args, host, cancellationToken);
    }

    /// <summary>Creates the command.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Train a segmentation network with CLIP's free dense labels (MaskCLIP+), a CLIP model of your own, " +
            $"or a bridge between two networks that you have. Options without a verb are those of '{UsualVerb}'; '{Program} {UsualVerb} " +
            $"--help' shows them.")
        {
            PlusCommand.Create(host),
            ClipCommand.Create(host),
            BridgeCommand.Create(host),
        };
        HelpText.Install(root, host.Program);
        return root;
    }
}
