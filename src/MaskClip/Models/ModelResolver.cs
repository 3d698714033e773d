using MaskClip.Models.Hub;
using MaskClip.Storage;

namespace MaskClip.Models;

/// <summary>Turns what a user wrote, or did not write, into one model.</summary>
/// <param name="store">Pulled models.</param>
/// <param name="catalogue">Names that can be pulled.</param>
/// <param name="hub">Names of models on the hub.</param>
/// <param name="environment">Environment variables.</param>
/// <param name="packages">The folder of installed model packages.</param>
internal sealed class ModelResolver(
    ModelStore store, IReadOnlyList<KnownModel> catalogue, IReadOnlyList<HubModel> hub, Func<string, string?> environment, string packages)
{
    /// <summary>The environment variable that names the model when the command does not.</summary>
    public const string Variable = "MASKCLIP_MODEL";

    // Models of this project that are packages, and what to reference for each.
    private static readonly (string Name, string Package)[] Offered =
    [
        (InstalledModels.Photo, "MaskClip.Models.Photo"), (InstalledModels.World, "MaskClip.Models.World"),
    ];

    public ModelSource Resolve(string? nameOrPath)
    {
        if (!string.IsNullOrWhiteSpace(nameOrPath)) return Named(nameOrPath, "named on request", "");
        if (environment(Variable) is { } variable && !string.IsNullOrWhiteSpace(variable))
        {
            return Named(variable, $"named by {Variable}", $"{Variable} is '{Printable.Of(variable)}'. ");
        }

        if (store.Find(KnownModels.Default) is { } path)
            return new ModelSource(KnownModels.Default, path, "pulled, and no model was named");
        var nothing = $"no model was named, and {KnownModels.Default} has not been pulled";
        foreach (var (name, _) in Offered)
        {
            if (InstalledModels.Find(packages, name) is { } installed) return new ModelSource(name, installed, nothing);
        }

        throw new FileNotFoundException(
            $"There is no model: none was named, {KnownModels.Default} has not been pulled, and no model package is installed at " +
            $"{packages}. " +
            $"Reference the package {Offered[0].Package}, name a checkpoint, or run 'maskclip models pull {KnownModels.Default}'.");
    }

    // Names go before paths, so that what a command does cannot depend on what lies in the current folder.
    private ModelSource Named(string text, string reason, string origin)
    {
        if (!HubName.IsOne(text) && InstalledModels.Find(packages, text) is { } installed)
            return new ModelSource(Path.GetFileName(installed), installed, reason);
        if (KnownModels.Find(catalogue, text) is { } model)
        {
            var file = store.PathOf(model);
            if (File.Exists(file)) return new ModelSource(model.Name, file, reason);
            throw new FileNotFoundException(
                $"{origin}{model.Name} is not here yet: 'maskclip models pull {model.Name}' brings it ({model.ApproximateSize}), " +
                $"or put the file at {file}.",
                file);
        }

        if (store.HubNameOf(text) is { } onHub)
        {
            return store.Hub.Find(onHub) is { } here
                ? new ModelSource(onHub.ToString(), here.Path, $"{reason}, {here.Place}")
                : throw new FileNotFoundException($"{origin}{store.Hub.Missing(onHub, text)}");
        }

        if (Offered.FirstOrDefault(offered => offered.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { Name: not null } missing)
        {
            throw new FileNotFoundException(
                $"{origin}The model '{missing.Name}' is not installed. Reference the package {missing.Package}, which puts it at " +
                $"{packages}.");
        }

        var path = Path.GetFullPath(text);
        if (Path.Exists(path)) return new ModelSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), path, reason);
        throw new FileNotFoundException(
            $"{origin}{KnownModels.Unknown(catalogue, hub, text)} {Here()} " +
            $"A path to a checkpoint file or folder is taken too, but there is nothing at {Printable.Of(path)}.",
            path);
    }

    private string Here()
    {
        var installed = InstalledModels.Names(packages);
        return installed.Count == 0 ? "No model package is installed." : $"Installed: {string.Join(", ", installed)}.";
    }
}
