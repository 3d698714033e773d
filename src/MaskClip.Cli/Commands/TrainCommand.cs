using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip train</c>: starts <c>maskclip-train</c>, a program of its own, as git does with its external commands.</summary>
/// <remarks>
/// Whatever follows the verb is the other program's, <c>--help</c> included, so it is not parsed here: <see cref="IsMeant"/> comes first.
/// </remarks>
internal static class TrainCommand
{
    private const string Name = "train";

    /// <summary>Whether a command line is the other program's.</summary>
    public static bool IsMeant(string[] args) => args is [Name, ..];

    /// <summary>Creates the verb, for the list of verbs.</summary>
    public static Command Create(CliHost host)
    {
        var command = new Verb(
            Name,
            "Train a segmentation network on photos without masks (MaskCLIP+): starts maskclip-train, a program of its own with its own " +
            "--help.",
            "maskclip train --images photos/ --classes voc --output runs/voc");
        command.SetAction(_ => Run([Name], host));
        return command;
    }

    /// <summary>
    /// Runs <c>maskclip-train</c> with what follows the verb; its exit code is ours. Where it is not installed, says how to get it.
    /// </summary>
    public static int Run(string[] args, CliHost host)
    {
        if (ExternalProgram.Find(
            "maskclip-train", "MaskClip.Train", AppContext.BaseDirectory, host.Environment("PATH") ?? "") is { } program)
            return program.Run(args[1..]);
        host.Error.WriteLine(
            "error: 'maskclip train' is a program of its own, maskclip-train, since it brings libtorch (460 MB) along; it is neither " +
            "beside maskclip nor in PATH. " +
            "In a checkout, 'dotnet build src/MaskClip.Train -c Release' makes it; 'dotnet publish src/MaskClip.Train -c Release -o " +
            "bin' puts it beside maskclip.");
        return ExitCode.Failed;
    }
}
