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
    // In the order in which --help lists them.
    private static readonly (string Name, Func<CliHost, Command> Create)[] Verbs =
    [
        ("segment", SegmentCommand.Create),
        ("label", host => ExternalVerb.Create("label", host)),
        ("eval", EvalCommand.Create),
        ("study", StudyCommand.Create),
        ("train", host => ExternalVerb.Create("train", host)),
        ("serve", host => ExternalVerb.Create("serve", host)),
        ("export", ExportCommand.Create),
        ("sample", SampleCommand.Create),
        ("models", ModelsCommand.Create),
        ("datasets", DatasetsCommand.Create),
        ("convert", ConvertCommand.Create),
        ("diff", DiffCommand.Create),
        ("methods", MethodsCommand.Create),
        ("tensors", TensorsCommand.Create),
        ("tokenize", TokenizeCommand.Create),
        ("doctor", DoctorCommand.Create),
        ("completion", CompletionCommand.Create),
    ];

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
            : Invocation.RunAsync(Create(host, args), args, host, cancellationToken, () => Create(host));
    }

    /// <summary>Creates the command with all its verbs.</summary>
    public static RootCommand Create(CliHost host) => Create(host, []);

    /// <summary>
    /// Creates the command with what a command line needs of it: a verb that it begins with alone, since each takes milliseconds.
    /// </summary>
    private static RootCommand Create(CliHost host, string[] args)
    {
        TensorFiles.Register(); // three more formats of --save
        var root = new RootCommand("Open-vocabulary segmentation with CLIP: name things in plain words, get a pixel mask for each.");
        bool isKnown = args is [var first, ..] && (first == "--version" || Array.Exists(Verbs, verb => verb.Name == first));
        foreach (var (name, create) in Verbs)
        {
            if (!isKnown || args[0] == name) root.Add(create(host));
        }

        HelpText.Install(root, host.Program);
        return root;
    }
}
