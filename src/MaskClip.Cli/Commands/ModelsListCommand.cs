using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Terminal;
using MaskClip.Models;
using MaskClip.Models.Hub;

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
            var (chosen, reason) = Chosen(store);
            string[][] rows =
            [
                .. InstalledModels.Names(host.Packages)
                    .Select(name => new[] { name, "installed", Size(Path.Combine(host.Packages, name)), "", "", "", Mark(name) }),
                .. host.Catalogue.Select(model => new[]
                {
                    model.Name,
                    State(host, model),
                    model.ApproximateSize,
                    $"{model.Parameters / 1e6:0} M",
                    $"CLIP, {model.Resolution} px / {model.Stride}",
                    KnownModel.License,
                    Mark(model.Name),
                }),
                .. host.HubCatalogue.Select(model =>
                    new[] { model.Name, PlaceOf(model.Hub), "", "", model.Use, model.License, Mark(model.Hub.ToString()) }),
                .. store.PulledFromHub().Where(name => host.HubCatalogue.All(model => model.Repository != name.Repository))
                    .Select(name => new[] { name.ToString(), "pulled", "", "", "", "", Mark(name.ToString()) }),
            ];
            Tables.Write(host.Output, ["name", "state", "file", "parameters", "kind, image / cell", "license", ""], rows);
            if (chosen is null) host.Error.WriteLine($"note: {reason}");
            return ExitCode.Done;

            string PlaceOf(HubName name) => store.PlaceOf(name) ?? "to pull";

            string Mark(string name) => name.Equals(chosen, StringComparison.OrdinalIgnoreCase) ? $"used: {reason}" : "";
        });
        return command;
    }

    private static string State(CliHost host, KnownModel model) => host.Models.Find(model.Name) is not { } path ? "to pull"
        : PublishedWeights.Difference(model, path, host.CacheFolder) is null ? "here" : "here, another file";

    // Nothing to take where none is named is not a reason to hide what could be named.
    private static (string? Name, string Reason) Chosen(ModelStore store)
    {
        try
        {
            var source = store.Resolve();
            return (source.DisplayName, source.Reason);
        }
        catch (FileNotFoundException nothing)
        {
            return (null, nothing.Message);
        }
    }

    private static string Size(string folder) => $"{new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) / 1e6:0} MB";
}
