using System.Text.Json;
using MaskClip.Annotations.Formats.Coco;
using MaskClip.Annotations.Formats.Supervisely;
using MaskClip.Annotations.Formats.Tables;

namespace MaskClip.Annotations.Formats;

/// <summary>Tells which of the formats that come along annotations are in, by their names and by how they begin.</summary>
public static class FormatRecognition
{
    // Whatever stands in front of the lists of a COCO file is small.
    private const int Beginning = 1 << 16;

    private static readonly (string File, string Format)[] Files =
    [
        (CocoFormat.FileName, "coco"), (CvatFormat.FileName, "cvat"), (LabelStudioFormat.FileName, "label-studio"),
        (YoloFormat.List, "yolo"), (PanopticFormat.FileName, "coco-panoptic"), (StuffFormat.FileName, "coco-stuff"),
        (SuperviselyFormat.Meta, "supervisely"), (CsvFormat.FileName, "csv"), (ParquetFormat.FileName, "parquet"),
    ];

    /// <summary>Recognizes annotations.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <returns>Their format; <see langword="null"/> where nothing tells it.</returns>
    /// <exception cref="IOException">The path is missing or cannot be read.</exception>
    public static IAnnotationFormat? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Path.Exists(path)) throw new FileNotFoundException($"There is no file or folder '{path}'.");
        return (Directory.Exists(path) ? OfFolder(path) : OfFile(path)) is { } name ? AnnotationFormats.Find(name) : null;
    }

    private static string? OfFolder(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, VocFormat.Classes))) return "voc";
        if (Files.FirstOrDefault(one => File.Exists(Path.Combine(folder, one.File))).Format is { } named) return named;
        if (Any("*.geojson")) return "geojson";
        if (Any("*.tar")) return "webdataset";
        if (Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Take(100).Any(file => OfFile(file) == "labelme"))
            return "labelme";
        return Any("*.png") ? "masks" : null;

        bool Any(string pattern) => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Any();
    }

    private static string? OfFile(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".XML" => "cvat",
        ".YAML" or ".YML" => "yolo",
        ".GEOJSON" => "geojson",
        ".CSV" => "csv",
        ".PARQUET" => "parquet",
        ".TAR" => "webdataset",
        // COCO's three kinds have the same lists; its own files say by their names which it is.
        ".JSON" => Path.GetFileName(file) switch
        {
            var name when name.StartsWith("panoptic", StringComparison.OrdinalIgnoreCase) => "coco-panoptic",
            var name when name.StartsWith("stuff", StringComparison.OrdinalIgnoreCase) => "coco-stuff",
            _ => OfJson(file),
        },
        _ => null,
    };

    private static string? OfJson(string file)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[Beginning];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var json = new Utf8JsonReader(bytes.AsSpan(0, length), isFinalBlock: false, state: default);
        try
        {
            if (!json.Read()) return null;
            if (json.TokenType == JsonTokenType.StartArray) return "label-studio";
            while (json.Read())
            {
                if (json.CurrentDepth != 1 || json.TokenType != JsonTokenType.PropertyName) continue;
                if (json.ValueTextEquals("shapes"u8) || json.ValueTextEquals("imagePath"u8)) return "labelme";
                if (json.ValueTextEquals("images"u8) || json.ValueTextEquals("annotations"u8) || json.ValueTextEquals("categories"u8))
                    return "coco";
                if (json.ValueTextEquals("features"u8)) return "geojson";
            }
        }
        catch (JsonException)
        {
            // Whoever reads it says what is wrong.
        }

        return null;
    }
}
