using MaskClip.Samples.World.Files;

namespace MaskClip.Cli.Commands;

/// <summary>Says what the embedded model is, where it is used on pictures that are not of its world.</summary>
internal static class EmbeddedModelNote
{
    /// <summary>Says it, once, on stderr.</summary>
    /// <param name="host">The world around.</param>
    /// <param name="source">The model that is used.</param>
    /// <param name="quiet">Says nothing.</param>
    /// <param name="inputs">Files, folders and patterns that the pictures come from; none where the tool draws them itself.</param>
    public static void Say(CliHost host, ModelSource source, bool quiet, IEnumerable<string> inputs)
    {
        if (quiet || !source.IsEmbedded || inputs.All(input => IsOfItsWorld(Path.Combine(host.Folder, input)))) return;
        host.Error.WriteLine("note: this is a demonstration model of a drawn world; 'maskclip models pull ViT-B-16' brings the real one");
    }

    // A folder of scenes, its images/, or one of those.
    private static bool IsOfItsWorld(string path)
    {
        for (int up = 0; up < 3 && path.Length > 0; up++)
        {
            if (SceneManifest.IsIn(path)) return true;
            path = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) ?? "";
        }

        return false;
    }
}
