
using MaskClip.Model;
using MaskClip.Models;
using MaskClip.Words;

namespace MaskClip.Families.Bridge;

/// <summary>What <c>model.json</c> says of a bridge: its two towers, the map between them, and how it is used.</summary>
/// <remarks>
/// A tower can be another installed model's (<c>"of": "photo"</c>): a map of a megabyte need not carry a copy of 150.
/// Immutable, so safe to use from several threads.
/// </remarks>
public sealed class BridgeFolder
{
    /// <summary>The family's name.</summary>
    public const string Family = "bridge";

    private readonly ModelFolder folder;
    private readonly ModelFolder image;
    private readonly ModelFolder text;

    /// <summary>Reads the settings.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="packages">Where installed models are.</param>
    /// <exception cref="CheckpointException">Something is missing or out of range.</exception>
    public BridgeFolder(ModelFolder folder, string packages)
    {
        this.folder = folder;
        image = TowerOf(folder, "image", packages);
        text = TowerOf(folder, "text", packages);
        var settings = image.Settings;
        float[] mean = Number3("mean"), std = Number3("std");
        Normalization = new PhotoNormalization(
            [.. mean.Select(value => value / 255)], [.. std.Select(value => value / 255)], settings.Text("image", "channels") == "bgr");
        Image = ResNetDescription.Of(settings);
        ImageSize = settings.Count("image", "size") ?? throw Missing(image, "image.size");
        Heads = text.Settings.Count("text", "heads") ?? throw Missing(text, "text.heads");
        ContextLength = text.Settings.Count("text", "context-length") ?? throw Missing(text, "text.context-length");
        var own = folder.Settings;
        Defaults = new ModelDefaults(
            own.Text("defaults", "method") ?? "naclip",
            own.Count("defaults", "size") ?? 336,
            PromptTemplates.Of($"{folder.Name}'s", own.List("defaults", "templates") ?? ["{}", "a photo of a {}."]),
            SynonymMode.BestName,
            own.Number("defaults", "logit-scale") ?? 24,
            own.Number("defaults", "presence") ?? 0);

        float[] Number3(string key)
        {
            // In red, green, blue whatever the order in which the tower takes them.
            float[] values = settings.Channels("image", key) ?? throw Missing(image, $"image.{key}");
            return settings.Text("image", "channels") == "bgr" ? [values[2], values[1], values[0]] : values;
        }
    }

    /// <summary>The model's name.</summary>
    public string Name => folder.Name;

    /// <summary>How photos become the image tower's input.</summary>
    public PhotoNormalization Normalization { get; }

    /// <summary>The image tower, where the settings describe it.</summary>
    public ResNetDescription? Image { get; }

    /// <summary>Side of the images that the image tower was trained on.</summary>
    public int ImageSize { get; }

    /// <summary>Attention heads of the text encoder.</summary>
    public int Heads { get; }

    /// <summary>The most tokens of a text.</summary>
    public int ContextLength { get; }

    /// <summary>What the model is used with where nothing else is asked for.</summary>
    public ModelDefaults Defaults { get; }

    /// <summary>The image tower's weights.</summary>
    public string ImageFile => image.FileOf("image", "weights");

    /// <summary>The text encoder's weights.</summary>
    public string TextFile => text.FileOf("text", "weights");

    /// <summary>The text encoder's word pieces.</summary>
    public string VocabularyFile => text.FileOf("text", "vocabulary");

    /// <summary>The map between the towers.</summary>
    public string MapFile => folder.FileOf("bridge");

    /// <summary>
    /// The layers of the image tower that compute in int8, chosen on photographs; <see langword="null"/> where the model does not say.
    /// </summary>
    internal string? Int8File => image.Settings.Text("image", "int8") is null ? null : image.FileOf("image", "int8");

    /// <summary>
    /// The installed model that a tower (<c>image</c>, <c>text</c>) is of: named by this folder, or this folder itself where it is
    /// installed.
    /// </summary>
    /// <param name="tower">The tower.</param>
    /// <param name="packages">Where installed models are.</param>
    /// <returns><see langword="null"/> when the folder has the tower's files and is not an installed model.</returns>
    public string? InstalledOwner(string tower, string packages) => folder.Settings.Text(tower, "of")
        ?? (InstalledModels.Find(packages, folder.Name) is { } path && System.IO.Path.GetFullPath(path) == System.IO.Path.GetFullPath(
            folder.Path) ? folder.Name : null);

    /// <summary>The folder's settings file, for messages.</summary>
    public string Path => folder.Settings.Path;

    /// <summary>Every file that the model's numbers depend on.</summary>
    internal IEnumerable<string> Files => new[]
    {
        ImageFile, TextFile, VocabularyFile, MapFile, Path, image.Settings.Path, text.Settings.Path,
    }.Distinct(StringComparer.Ordinal);

    private static ModelFolder TowerOf(ModelFolder folder, string tower, string packages)
    {
        if (folder.Settings.Text(tower, "of") is not { } name) return folder;
        var installed = InstalledModels.Find(packages, name) is { } path ? ModelFolder.Find(path) : null;
        return installed is { Family: Family } && installed.Settings.Text(tower, "of") is null
            ? installed
            : throw new CheckpointException(
                folder.Settings.Path,
                $"its {tower} tower is that of the model '{name}', which is not installed. Add the package that has it " +
                $"(MaskClip.Models.Photo has 'photo').");
    }

    private static CheckpointException Missing(
        ModelFolder folder, string key) => new(folder.Settings.Path, $"it does not say '{key}'. Install the model again.");
}
