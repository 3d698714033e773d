using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models pull</c>.</summary>
internal static class ModelsPullCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var name = new Argument<string>("name") { Description = $"One of: {string.Join(", ", host.Catalogue.Select(model => model.Name))}." };
        name.CompletionSources.Add([.. host.Catalogue.Select(model => model.Name)]);
        var command = new Verb("pull", "Download a model, continuing an interrupted download, and check its SHA-256.", "maskclip models pull ViT-B-16", name);
        command.SetAction(async (result, cancellationToken) =>
        {
            bool quiet = result.GetValue(Verb.Quiet);
            var bar = quiet ? null : new PullBar(host.Error, host.IsTerminal, result.GetValue(name)!);
            try
            {
                host.Output.WriteLine(await host.Models.PullAsync(result.GetValue(name)!, bar, cancellationToken));
            }
            finally
            {
                bar?.End();
            }

            return ExitCode.Done;
        });
        return command;
    }
}
