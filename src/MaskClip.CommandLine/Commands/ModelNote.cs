using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.World;
using MaskClip.World.Files;

namespace MaskClip.CommandLine.Commands;

/// <summary>Says what a model that nobody asked for is: which pictures it knows, how far it goes, and how to get a better one.</summary>
public static class ModelNote
{
    /// <summary>
    /// The model for pictures, where none is named: the drawn world's for pictures of it, and what the store says for all others.
    /// </summary>
    /// <param name="host">The world around.</param>
    /// <param name="source">What the store says.</param>
    /// <param name="inputs">Files, folders and patterns that the pictures come from; none where the tool draws them itself.</param>
    public static ModelSource Choose(CliHost host, ModelSource source, IEnumerable<string> inputs) =>
        source.DisplayName == InstalledModels.Photo && AreOfTheWorld(host, inputs)
        && InstalledModels.Find(host.Packages, InstalledModels.World) is { } world
            ? new ModelSource(InstalledModels.World, world, "no model was named, and the pictures are drawn ones")
            : source;

    /// <summary>
    /// Says it on stderr: of the drawn world's model whenever it meets other pictures, of an installed package the first time that it is
    /// used, and of a file under a published model's name whenever it is another.
    /// </summary>
    /// <param name="host">The world around.</param>
    /// <param name="source">The model that is used.</param>
    /// <param name="quiet">Says nothing.</param>
    /// <param name="inputs">Files, folders and patterns that the pictures come from; none where the tool draws them itself.</param>
    public static void Say(CliHost host, ModelSource source, bool quiet, IEnumerable<string> inputs)
    {
        if (!quiet && PublishedWeights.Named(source, host.Catalogue) is { } known
            && PublishedWeights.Difference(known, source.Path, host.CacheFolder) is { } other)
        {
            host.Error.WriteLine($"note: {source.Path} is {other}");
        }

        if (quiet || !Directory.Exists(source.Path) || ModelFolder.Find(source.Path) is not { Summary.Length: > 0 } folder) return;
        if (folder.Name == InstalledModels.World)
        {
            if (!AreOfTheWorld(host, inputs)) host.Error.WriteLine($"note: this is {folder.Summary}");
            return;
        }

        var said = Path.Combine(host.CacheFolder, "notes", folder.Name);
        if (File.Exists(said)) return;
        host.Error.WriteLine($"note: {folder.Name} is {folder.Summary}");
        try
        {
            AtomicFile.WriteAllText(said, "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is said again the next time.
        }
    }

    private static bool AreOfTheWorld(CliHost host, IEnumerable<string> inputs) =>
        inputs.All(input => IsOfTheWorld(Path.Combine(host.Folder, input)));

    // A folder of scenes, its images/, or one of those.
    private static bool IsOfTheWorld(string path)
    {
        for (int up = 0; up < 3 && path.Length > 0; up++)
        {
            if (File.Exists(Path.Combine(path, WorldFolder.TableName)) && HoldsScenes(path)) return true;
            path = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) ?? "";
        }

        return false;
    }

    // Apart, so that the drawn world's assembly is loaded only where there is such a table.
    private static bool HoldsScenes(string folder) => WorldFolder.IsIn(folder);
}
