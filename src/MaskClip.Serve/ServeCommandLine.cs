using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Serve;

/// <summary>The <c>maskclip-serve</c> command. It has one verb, which need not be written.</summary>
internal static class ServeCommandLine
{
    /// <summary>The command's name.</summary>
    public const string Program = "maskclip-serve";

    private const string UsualVerb = "run";

    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        host = host.Escaping();
        bool usual = args is [] or [['-', ..], ..] and not ["--version", ..];
        return Invocation.RunAsync(Create(host), usual ? [UsualVerb, .. args] : args, host, cancellationToken);
    }

    /// <summary>Creates the command.</summary>
    public static RootCommand Create(CliHost host)
    {
        var root = new RootCommand("Serve a page that recolors a photo as you type, and the API under it.") { RunCommand.Create(host) };
        HelpText.Install(root, host.Program);
        return root;
    }
}
