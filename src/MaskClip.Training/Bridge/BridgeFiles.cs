using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Families.Bridge;
using MaskClip.Models;
using MaskClip.Storage;
using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Bridge;

/// <summary>Writes the model: a folder that is opened by its path like any other model.</summary>
internal static class BridgeFiles
{
    /// <summary>The map's file.</summary>
    public const string Map = "bridge.safetensors";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes map and settings, and the towers' files where these are of no installed model; each file appears whole or not at all.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="towers">The towers.</param>
    /// <param name="names">The names, whose mean the model subtracts.</param>
    /// <param name="weight">The matrix <c>[d, channels]</c>.</param>
    /// <param name="bias">The shift <c>[d]</c>.</param>
    /// <param name="scale">What cosines were multiplied by.</param>
    /// <param name="photos">How many photos it was trained on.</param>
    public static void Write(string folder, BridgeTowers towers, NameTable names, float[] weight, float[] bias, double scale, int photos)
    {
        SafetensorsWriter.Write(Path.Combine(folder, Map),
        [
            new SafetensorsEntry("bridge.weight", [bias.Length, towers.Channels], weight),
            new SafetensorsEntry("bridge.bias", [bias.Length], bias),
            new SafetensorsEntry("text.mean", [bias.Length], names.Mean),
            new SafetensorsEntry("logit_scale", [1], [(float)scale]),
        ]);
        var defaults = towers.Defaults;
        var settings = new JsonObject
        {
            ["format"] = "maskclip-model-1",
            ["family"] = BridgeFolder.Family,
            ["name"] = NameOf(folder),
            ["summary"] = string.Create(CultureInfo.InvariantCulture,
                $"a bridge of {names.Words} words, trained on {photos} photographs with 'maskclip train bridge'"),
            ["card"] = "MODEL_CARD.md",
            ["image"] = Image(folder, towers),
            ["text"] = Text(folder, towers),
            ["bridge"] = Map,
            ["defaults"] = new JsonObject
            {
                ["method"] = defaults.Method,
                ["size"] = defaults.Size,
                ["templates"] = new JsonArray([.. defaults.Templates.Templates.Select(template => JsonValue.Create(template))]),
                ["logit-scale"] = defaults.LogitScale,
                ["presence"] = defaults.Presence,
            },
        };
        // Last, since it is what makes the folder a model.
        AtomicFile.WriteAllText(Path.Combine(folder, ModelFolder.FileName), settings.ToJsonString(Readable) + "\n");
    }

    /// <summary>The model's name: its folder's.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private static JsonObject Image(string folder, BridgeTowers towers)
    {
        if (!towers.IsOwnImage && towers.Folder.InstalledOwner("image", InstalledModels.DefaultFolder) is { } owner)
            return new JsonObject { ["of"] = owner };
        var normalization = towers.Normalization;
        return new JsonObject
        {
            ["weights"] = Copy(towers.ImageFile, folder, "image"),
            ["size"] = towers.ImageSize,
            ["channels"] = normalization.IsBgr ? "bgr" : "rgb",
            ["mean"] = Channels(normalization.Mean, normalization.IsBgr),
            ["std"] = Channels(normalization.Std, normalization.IsBgr),
        };
    }

    private static JsonObject Text(string folder, BridgeTowers towers)
    {
        var model = towers.Folder;
        if (model.InstalledOwner("text", InstalledModels.DefaultFolder) is { } owner) return new JsonObject { ["of"] = owner };
        return new JsonObject
        {
            ["weights"] = Copy(model.TextFile, folder, "text"),
            ["vocabulary"] = Copy(model.VocabularyFile, folder, "vocab"),
            ["heads"] = model.Heads,
            ["context-length"] = model.ContextLength,
        };
    }

    // In the file as in the tower: values of 0 to 255, in the order in which it takes channels.
    private static JsonArray Channels(IReadOnlyList<float> values, bool reversed) =>
        new([.. (reversed ? values.Reverse() : values).Select(value => JsonValue.Create(MathF.Round(value * 255, 3)))]);

    private static string Copy(string file, string folder, string name)
    {
        var target = Path.Combine(folder, name + Path.GetExtension(file));
        if (Path.GetFullPath(file) != Path.GetFullPath(target)
            && (!File.Exists(target) || new FileInfo(target).Length != new FileInfo(file).Length))
        {
            AtomicFile.Write(target, stream =>
            {
                using var source = File.OpenRead(file);
                source.CopyTo(stream);
            });
        }

        return Path.GetFileName(target);
    }
}
