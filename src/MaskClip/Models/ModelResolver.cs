namespace MaskClip.Models;

/// <summary>Turns what a user wrote, or did not write, into one model.</summary>
internal sealed class ModelResolver(ModelStore store, IReadOnlyList<KnownModel> catalogue, Func<string, string?> environment)
{
    /// <summary>The environment variable that names the model when the command does not.</summary>
    public const string Variable = "MASKCLIP_MODEL";

    /// <summary>The name of the model inside this library.</summary>
    public const string Embedded = "world-clip";

    public ModelSource Resolve(string? nameOrPath)
    {
        if (!string.IsNullOrWhiteSpace(nameOrPath)) return Named(nameOrPath, "named on request", "");
        if (environment(Variable) is { } variable && !string.IsNullOrWhiteSpace(variable))
        {
            return Named(variable, $"named by {Variable}", $"{Variable} is '{variable}'. ");
        }

        return store.Find(KnownModels.Default) is { } path
            ? new ModelSource(KnownModels.Default, path, "pulled, and no model was named")
            : new ModelSource(Embedded, null, $"no model was named, and {KnownModels.Default} has not been pulled");
    }

    // Names go before paths, so that what a command does cannot depend on what lies in the current folder.
    private ModelSource Named(string text, string reason, string origin)
    {
        if (text.Equals(Embedded, StringComparison.OrdinalIgnoreCase) || text.Equals("embedded", StringComparison.OrdinalIgnoreCase))
        {
            return new ModelSource(Embedded, null, reason);
        }

        if (KnownModels.Find(catalogue, text) is { } model)
        {
            var file = store.PathOf(model);
            if (File.Exists(file)) return new ModelSource(model.Name, file, reason);
            throw new FileNotFoundException(
                $"{origin}{model.Name} is not here yet: 'maskclip models pull {model.Name}' brings it ({model.ApproximateSize}), " +
                $"or put the file at {file}.",
                file);
        }

        var path = Path.GetFullPath(text);
        if (Path.Exists(path)) return new ModelSource(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), path, reason);
        throw new FileNotFoundException(
            $"{origin}{KnownModels.Unknown(catalogue, text)} '{Embedded}' is built in. " +
            $"A path to a checkpoint file or folder is taken too, but there is nothing at {path}.",
            path);
    }
}
