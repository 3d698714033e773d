using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Families.Bridge;
using MaskClip.Storage;
using MaskClip.Training.Bridge.Features;
using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Bridge;

/// <summary>Writes a model's card: what it joins, what it was trained on, how far it came.</summary>
internal static class BridgeCard
{
    private const int FrequentWords = 40;
    private const int NamedPhotos = 20;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Writes the card.</summary>
    /// <param name="path">The file.</param>
    /// <param name="towers">The networks.</param>
    /// <param name="words">The words.</param>
    /// <param name="photos">How many photos were learned from.</param>
    /// <param name="skipped">Photos that could not be read.</param>
    /// <param name="last">What the last step gave, where one was done.</param>
    /// <param name="settings">The run's settings.</param>
    public static void Write(string path, BridgeTowers towers, PhotoWords words, int photos, IReadOnlyList<SkippedPhoto> skipped,
        BridgeReport? last, JsonObject settings)
    {
        var text = new StringBuilder();
        var name = BridgeFiles.NameOf(Path.GetDirectoryName(Path.GetFullPath(path))!);
        text.Append(CultureInfo.InvariantCulture, $"# {name}: a bridge trained with maskclip-train bridge\n\n");
        text.Append("One linear map joins two networks that stay as they are, so that photographs are segmented by words. No mask was " +
            "used.\n\n| | |\n|---|---|\n");
        Row("image network", $"`{Path.GetFileName(towers.ImageFile)}`: {towers.ImageDescription}; its own terms and training images " +
            $"apply to this model too");
        Row("text encoder", $"that of the model `{towers.Folder.Name}`");
        Row("map", $"`{BridgeFiles.Map}`, {towers.EmbeddingSize} x {towers.Channels}");
        var sources = string.Join("; ", settings["photos"]!.AsArray().Select(one => one!.GetValue<string>()));
        Row("trained on", $"{photos} photographs with words: {sources}");
        Row("words", $"{words.Words.Count}");
        if (skipped.Count > 0) Row("left out", $"{skipped.Count} photographs that could not be read");
        if (last is not null)
        {
            Row("last step", string.Create(CultureInfo.InvariantCulture,
                $"loss {last.Loss:0.000}; the photo is nearer to {last.WordsRight:0.0 %} of its words than to all others; " +
                $"logit scale {last.Scale:0.0}"));
        }

        var frequent = string.Join(", ", words.Words.Zip(words.Counts).Take(FrequentWords).Select(one => $"{one.First} {one.Second}"));
        text.Append(CultureInfo.InvariantCulture, $"\nThe most frequent words, with numbers of photographs: {frequent}.\n");
        text.Append("It is compared with any names, but what is far from all words above it was never shown.\n");
        if (skipped.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\nLeft out{(skipped.Count > NamedPhotos ? $", the first {NamedPhotos}" : "")}:\n\n");
            foreach (var one in skipped.Take(NamedPhotos)) text.Append(CultureInfo.InvariantCulture, $"- {one.Name}: {one.Reason}\n");
        }

        text.Append("\n## Settings\n\n```json\n").Append(settings.ToJsonString(Readable)).Append("\n```\n");
        AtomicFile.WriteAllText(path, text.ToString());

        void Row(string title, string value) => text.Append(CultureInfo.InvariantCulture, $"| {title} | {value} |\n");
    }
}
