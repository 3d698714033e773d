using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary>
/// A verb that starts a program of its own, as git does with its external commands: <c>maskclip train</c> starts <c>maskclip-train</c>.
/// </summary>
/// <remarks>
/// Whatever follows the verb is the other program's, <c>--help</c> included, so it is not parsed here: <see cref="Find"/> comes first.
/// </remarks>
/// <param name="Name">The verb.</param>
/// <param name="Assembly">The name of the program's assembly, and of its project's folder.</param>
/// <param name="Description">What it does.</param>
/// <param name="Why">Why it is a program of its own.</param>
/// <param name="Example">A command line that works.</param>
internal sealed record ExternalVerb(string Name, string Assembly, string Description, string Why, string Example)
{
    private static readonly ExternalVerb[] All =
    [
        new(
            "train",
            "MaskClip.Train",
            "Train a segmentation network on photos without masks (MaskCLIP+): starts maskclip-train, a program of its own with its own " +
            "--help.",
            "since it brings libtorch (460 MB) along",
            "maskclip train --images photos/ --classes voc --output runs/voc"),
        new(
            "serve",
            "MaskClip.Serve",
            "Serve a page that recolors a photo as you type, and the API under it: starts maskclip-serve, a program of its own with its " +
            "own --help.",
            "since it brings a web server along",
            "maskclip serve --open"),
        new(
            "label",
            "MaskClip.Label",
            "Label very many photos, on one machine or on many, in a job that goes on where it stopped: starts maskclip-label, a program " +
            "of its own with its own --help.",
            "since it brings what joins machines (Orleans) along",
            "maskclip label photos/ --classes names.txt --format coco --output job/"),
    ];

    /// <summary>The programs' names, as they are typed, with those of their assemblies.</summary>
    public static IEnumerable<(string Name, string Assembly)> Programs => All.Select(verb => (verb.Program, verb.Assembly));

    /// <summary>The program's name.</summary>
    private string Program => $"maskclip-{Name}";

    /// <summary>The verb whose program a command line is for; <see langword="null"/> where it is ours.</summary>
    public static ExternalVerb? Find(string[] args) => Array.Find(All, verb => args is [var first, ..] && first == verb.Name);

    /// <summary>Creates a verb, for the list of verbs.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="host">The world around.</param>
    public static Command Create(string name, CliHost host)
    {
        var own = Find([name])!;
        var command = new Verb(own.Name, own.Description, own.Example);
        command.SetAction(_ => own.Run([own.Name], host));
        return command;
    }

    /// <summary>
    /// Runs the program with what follows the verb; its exit code is ours. Where it is not installed, says how to get it.
    /// </summary>
    public int Run(string[] args, CliHost host)
    {
        if (ExternalProgram.Find(Program, Assembly, AppContext.BaseDirectory, host.Environment("PATH") ?? "") is { } program)
            return program.Run(args[1..]);
        host.Error.WriteLine(
            $"error: 'maskclip {Name}' is a program of its own, {Program}, {Why}; it is neither beside maskclip nor in PATH. " +
            $"'dotnet tool install --global {Assembly}' brings it; in a checkout, 'dotnet build src/{Assembly} -c Release' makes it.");
        return ExitCode.Failed;
    }
}
