using MaskClip.Checkpoints;

namespace MaskClip.Models;

/// <summary>
/// A folder that says by itself what model it holds: an installed model package, or what <c>maskclip train bridge</c> writes.
/// </summary>
/// <remarks>
/// <c>model.json</c> names the family, which knows the rest of the file; <c>name</c>, <c>summary</c> (one line for people) and <c>card</c>
/// are every family's. Files
/// are named without a path: a model lies in its folder, and leads nowhere else.
/// Immutable, so safe to use from several threads.
/// </remarks>
public sealed class ModelFolder
{
    /// <summary>The file that makes a folder one.</summary>
    public const string FileName = "model.json";

    private const string Format = "maskclip-model-1";

    private readonly ConfigFile settings;

    private ModelFolder(string path, ConfigFile settings)
    {
        Path = path;
        this.settings = settings;
        Family = Require("family");
        Name = Require("name");
        Summary = settings.Text("summary") ?? "";
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Which family of models knows how to open it.</summary>
    public string Family { get; }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>What it is, how far it goes and how to get a better one, in one line; empty where it says nothing.</summary>
    public string Summary { get; }

    /// <summary>The family's own settings.</summary>
    internal ConfigFile Settings => settings;

    /// <summary>Opens a folder; <see langword="null"/> when it has no <c>model.json</c>.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or of a format that this version does not know.</exception>
    public static ModelFolder? Find(string path)
    {
        if (ConfigFile.Read(System.IO.Path.Combine(path, FileName)) is not { } settings) return null;
        var format = settings.Text("format");
        return format == Format
            ? new ModelFolder(path, settings)
            : throw new CheckpointException(
                settings.Path, $"its format is '{format}'; this version reads '{Format}'. Update MaskClip, or install the model again.");
    }

    /// <summary>A setting that must be there.</summary>
    internal string Require(params string[] keys) => settings.Text(keys)
        ?? throw new CheckpointException(settings.Path, $"it does not say '{string.Join('.', keys)}'. Install the model again.");

    /// <summary>Path of a file of the model, whose name stands in a setting.</summary>
    /// <exception cref="CheckpointException">The setting is missing or names something outside the folder, or there is no such
    /// file.</exception>
    public string FileOf(params string[] keys)
    {
        var name = Require(keys);
        if (name.Length == 0 || name.AsSpan().ContainsAny("/\\:\0") || name is "." or "..")
        {
            throw new CheckpointException(
                settings.Path, $"'{string.Join('.', keys)}' is '{name}'; the name of a file beside it is allowed.");
        }

        var file = System.IO.Path.Combine(Path, name);
        return File.Exists(file)
            ? file
            : throw new CheckpointException(file, $"this file is missing, although {FileName} names it. Install the model again.");
    }
}
