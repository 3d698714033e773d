using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models pull</c>.</summary>
internal static class ModelsPullCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        string[] names = [.. host.Catalogue.Select(model => model.Name), .. host.HubCatalogue.Select(model => model.Name)];
        var name = new Argument<string>("name")
        {
            Description = "A name that 'maskclip models list' shows, or hf:ORG/NAME[@REVISION] for any model of the Hugging Face hub.",
        };
        name.CompletionSources.Add(names);
        var command = new Verb(
            "pull",
            "Show a model's license and size, download it, continuing an interrupted download, and check it against the published " +
            "checksums.",
            "maskclip models pull hf:laion/CLIP-ViT-B-16-laion2B-s34B-b88K",
            name);
        command.SetAction(async (result, cancellationToken) =>
        {
            host.Output.WriteLine(await ModelPull.RunAsync(host, result.GetValue(name)!, result.GetValue(Verb.Quiet), cancellationToken));
            return ExitCode.Done;
        });
        return command;
    }
}
