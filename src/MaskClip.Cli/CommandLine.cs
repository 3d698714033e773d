using System.CommandLine;
using MaskClip.Annotations.Tensors;
using MaskClip.Cli.Commands;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;

namespace MaskClip.Cli;

/// <summary>The <c>maskclip</c> command and its verbs.</summary>
internal static class CommandLine
{
    /// <summary>Runs the command.</summary>
    public static Task<int> RunAsync(string[] args, CliHost host, CancellationToken cancellationToken)
    {
        host = host.Escaping();
        try
        {
            Extensions.Load(host);
        }
        catch (IOException error)
        {
            return Task.FromResult(ErrorReport.Print(host, error));
        }

        return ExternalVerb.Find(args) is { } external
            ? Task.FromResult(external.Run(args, host))
            : Invocation.RunAsync(Create(host), args, host, cancellationToken);
    }

    /// <summary>Creates the command with all its verbs.</summary>
    public static RootCommand Create(CliHost host)
    {
        TensorFiles.Register(); // three more formats of --save
        var root = new RootCommand("Open-vocabulary segmentation with CLIP: name things in plain words, get a pixel mask for each.")
        {
            SegmentCommand.Create(host),
            ExternalVerb.Create("label", host),
            EvalCommand.Create(host),
            StudyCommand.Create(host),
            ExternalVerb.Create("train", host),
            ExternalVerb.Create("serve", host),
            ExportCommand.Create(host),
            SampleCommand.Create(host),
            ModelsCommand.Create(host),
            DatasetsCommand.Create(host),
            ConvertCommand.Create(host),
            DiffCommand.Create(host),
            MethodsCommand.Create(host),
            TensorsCommand.Create(host),
            TokenizeCommand.Create(host),
            DoctorCommand.Create(host),
            CompletionCommand.Create(host),
        };
        HelpText.Install(root, host.Program);
        return root;
    }
}
