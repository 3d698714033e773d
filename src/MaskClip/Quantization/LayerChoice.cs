using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MaskClip.Errors;

namespace MaskClip.Quantization;

/// <summary>Which layers of a tower compute in int8, and what that costs on the calibration samples.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class LayerChoice
{
    private readonly HashSet<string> kept;

    /// <summary>Creates a choice.</summary>
    internal LayerChoice(string samples, double cosineOfAll, double cosine, IReadOnlyList<LayerDamage> layers, MapMeasures measures)
    {
        Samples = samples;
        CosineOfAll = cosineOfAll;
        Cosine = cosine;
        Layers = layers;
        Measures = measures;
        kept = [.. layers.Where(layer => layer.Kept).Select(layer => layer.Layer)];
    }

    /// <summary>What it was measured on, for people.</summary>
    public string Samples { get; }

    /// <summary>Mean cosine with the features of fp32 with every layer in int8.</summary>
    public double CosineOfAll { get; }

    /// <summary>The same for the choice.</summary>
    public double Cosine { get; }

    /// <summary>Every layer, in the order of the tower.</summary>
    public IReadOnlyList<LayerDamage> Layers { get; }

    /// <summary>What a convolutional tower's maps are like.</summary>
    internal MapMeasures Measures { get; }

    /// <summary>Names of the layers that stay in fp32.</summary>
    public IEnumerable<string> Kept => Layers.Where(layer => layer.Kept).Select(layer => layer.Layer);

    /// <summary>Tells choices apart in file names: equal choices make equal files.</summary>
    internal string Id =>
        Convert.ToHexStringLower(
            XxHash3.Hash(
                Encoding.UTF8.GetBytes(
                    string.Join('\n', [ColumnQuantization.Levels.ToString(), .. Kept, .. Measures.Ranges.Select(Line)]))))[..8];

    /// <summary>The form of a layer.</summary>
    internal LayerForm FormOf(string layer) => kept.Contains(layer) ? LayerForm.Float32 : LayerForm.Int8;

    /// <summary>The same choice with what a tower's maps are like.</summary>
    internal LayerChoice With(MapMeasures measures) => new(Samples, CosineOfAll, Cosine, Layers, measures);

    /// <summary>Writes the choice as JSON.</summary>
    internal void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("samples", Samples);
        json.WriteNumber("cosineOfAll", CosineOfAll);
        json.WriteNumber("cosine", Cosine);
        json.WriteStartArray("layers");
        foreach (var layer in Layers)
        {
            json.WriteStartObject();
            json.WriteString("layer", layer.Layer);
            json.WriteString("precision", layer.Kept ? "fp32" : "int8");
            json.WriteNumber("damage", layer.Damage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("ranges");
        foreach (var (map, range) in Measures.Ranges)
        {
            json.WriteStartArray(map);
            json.WriteNumberValue(range.Min);
            json.WriteNumberValue(range.Max);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("means");
        foreach (var (layer, means) in Measures.Means) json.WriteBase64String(layer, MemoryMarshal.AsBytes<float>(means));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="CheckpointException">It is not such a choice, or a range in it is none.</exception>
    internal static LayerChoice Read(string path)
    {
        try
        {
            return Parse(path);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            throw new CheckpointException(path, "it is not a choice of layers for int8. Delete the file; it is made anew.", null, error);
        }
    }

    private static LayerChoice Parse(string path)
    {
        using var json = JsonText.Parse(File.ReadAllBytes(path));
        var root = json.RootElement;
        return new LayerChoice(
            root.GetProperty("samples").GetString()!,
            root.GetProperty("cosineOfAll").GetDouble(),
            root.GetProperty("cosine").GetDouble(),
            [.. root.GetProperty("layers").EnumerateArray().Select(layer => new LayerDamage(
                layer.GetProperty("layer").GetString()!,
                layer.GetProperty("damage").GetDouble(),
                layer.GetProperty("precision").GetString() == "fp32"))],
            new MapMeasures(
                root.GetProperty("ranges")
                    .EnumerateObject()
                    .ToDictionary(range => range.Name, range => ReadRange(path, range), StringComparer.Ordinal),
                root.GetProperty("means")
                    .EnumerateObject()
                    .ToDictionary(means => means.Name, means => ReadMeans(path, means), StringComparer.Ordinal)));
    }

    private static ValueRange ReadRange(string path, JsonProperty range)
    {
        var ends = range.Value;
        if (ends.ValueKind == JsonValueKind.Array && ends.GetArrayLength() == 2
            && ends.EnumerateArray().All(end => end.ValueKind == JsonValueKind.Number)
            && new ValueRange(ends[0].GetSingle(), ends[1].GetSingle()) is { IsSound: true } sound) return sound;
        throw new CheckpointException(
            path,
            $"has the range {ends.GetRawText()} for the map '{range.Name}'; two finite numbers are allowed, the first at most and the " +
            $"second at least 0. Delete the file; it is made anew.");
    }

    private static float[] ReadMeans(string path, JsonProperty means)
    {
        if (means.Value.ValueKind == JsonValueKind.String && means.Value.TryGetBytesFromBase64(out var bytes)
            && bytes.Length % sizeof(float) == 0)
        {
            var numbers = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
            if (numbers.All(float.IsFinite)) return numbers;
        }

        throw new CheckpointException(
            path, $"has means for the layer '{means.Name}' that are not finite numbers. Delete the file; it is made anew.");
    }

    private static string Line(KeyValuePair<string, ValueRange> range) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{range.Key} {range.Value.Min:R} {range.Value.Max:R}");
}
