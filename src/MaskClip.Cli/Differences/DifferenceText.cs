using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Differences;

/// <summary>Differences as tables for people and as lines of JSON.</summary>
internal static class DifferenceText
{
    private const int Decimals = 6;

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A photo as a line of JSON.</summary>
    public static string Line(PhotoDifference photo, LabelClasses classes) => new JsonObject
    {
        ["photo"] = photo.Photo,
        ["agreement"] = Math.Round(photo.Agreement, Decimals),
        ["iou"] = Math.Round(photo.MeanIoU, Decimals),
        ["classes"] = Classes(photo.Classes, classes),
        ["changes"] = new JsonArray([.. photo.Changes.Select(change => (JsonNode)new JsonObject
        {
            ["from"] = change.From,
            ["to"] = change.To,
            ["pixels"] = change.Pixels,
        })]),
    }.ToJsonString(OneLine);

    /// <summary>A photo that was not compared.</summary>
    public static string Failed(string photo, string error) =>
        new JsonObject { ["photo"] = photo, ["error"] = error }.ToJsonString(OneLine);

    /// <summary>All photos together as a line of JSON.</summary>
    public static string Line(DifferenceTotal total, LabelClasses classes) => new JsonObject
    {
        ["photos"] = total.Photos,
        ["agreement"] = Math.Round(total.Agreement, Decimals),
        ["iou"] = Math.Round(total.MeanIoU, Decimals),
        ["photoIou"] = Math.Round(total.MeanPhotoIoU, Decimals),
        ["classes"] = Classes(total.Classes, classes),
        ["onlyBefore"] = new JsonArray([.. total.OnlyFirst.Select(name => JsonValue.Create(name))]),
        ["onlyAfter"] = new JsonArray([.. total.OnlySecond.Select(name => JsonValue.Create(name))]),
    }.ToJsonString(OneLine);

    /// <summary>Tables of the photos that differ most and of the classes, and a sentence.</summary>
    public static void Write(TextWriter output, IReadOnlyList<PhotoDifference> worst, DifferenceTotal total, LabelClasses classes)
    {
        Tables.Write(output, ["photo", "mIoU", "same pixels", "largest changes"], worst.Select(photo => new[]
        {
            photo.Photo,
            $"{photo.MeanIoU:0.000}",
            $"{photo.Agreement:P1}",
            string.Join("; ", photo.Changes.Take(2)),
        }));
        Tables.Write(output, ["class", "IoU", "pixels before", "pixels after"], total.Classes.Select(one => new[]
        {
            classes.Names[one.Class],
            $"{new ClassMetrics(one).IoU:0.000}",
            $"{one.Truth}",
            $"{one.Predicted}",
        }));
        var shown = total.Photos > worst.Count ? $" (the {worst.Count} that differ most are shown)" : "";
        output.WriteLine(
            $"{total.Photos} photos{shown}: {total.Agreement:P1} of the pixels are the same, mIoU {total.MeanIoU:0.000}, mean of the "
            + $"photos' mIoU {total.MeanPhotoIoU:0.000} (background apart)");
    }

    private static JsonArray Classes(IEnumerable<ClassPixels> areas, LabelClasses classes) =>
        new([.. areas.Select(one => (JsonNode)new JsonObject
        {
            ["class"] = classes.Names[one.Class],
            ["before"] = one.Truth,
            ["after"] = one.Predicted,
            ["both"] = one.Correct,
            ["iou"] = Math.Round(new ClassMetrics(one).IoU, Decimals),
        })]);
}
