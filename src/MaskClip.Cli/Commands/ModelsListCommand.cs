using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.Models;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip models list</c>.</summary>
internal static class ModelsListCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var command = new Verb("list", "List the models that can be named, and which of them are here.", "maskclip models list");
        command.SetAction(_ =>
        {
            var store = host.Models;
            var chosen = store.Resolve();
            string[][] rows =
            [
                .. InstalledModels.Names(host.Packages).Select(name => new[] { name, "installed", Size(Path.Combine(host.Packages, name)), "", "", Mark(name) }),
                [ModelResolver.Embedded, "embedded", "", "", "", Mark(ModelResolver.Embedded)],
                .. host.Catalogue.Select(model => new[]
                {
                    model.Name,
                    store.Find(model.Name) is null ? "to pull" : "here",
                    model.ApproximateSize,
                    $"{model.Parameters / 1e6:0} M",
                    $"{model.Resolution} px / {model.Stride}",
                    Mark(model.Name),
                }),
            ];
            Tables.Write(host.Output, ["name", "state", "file", "parameters", "image / cell", ""], rows);
            return ExitCode.Done;

            string Mark(string name) => name.Equals(chosen.DisplayName, StringComparison.OrdinalIgnoreCase) ? $"used: {chosen.Reason}" : "";
        });
        return command;
    }

    private static string Size(string folder) => $"{new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) / 1e6:0} MB";
}
