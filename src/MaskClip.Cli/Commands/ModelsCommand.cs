using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models</c>: what can be pulled, what is here, what a model is.</summary>
internal static class ModelsCommand
{
    /// <summary>Creates the verb with its sub-verbs.</summary>
    public static Command Create(CliHost host) => new Verb(
        "models",
        "List, describe, download and convert CLIP models.",
        "maskclip models pull ViT-B-16",
        ModelsListCommand.Create(host),
        ModelsInfoCommand.Create(host),
        ModelsPullCommand.Create(host),
        ModelsConvertCommand.Create(host));
}
