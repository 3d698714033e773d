using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace MaskClip.Clip.Quantisation;

/// <summary>Which layers of a tower compute in int8, and what that costs on the calibration samples.</summary>
/// <param name="Samples">What it was measured on, for people.</param>
/// <param name="CosineOfAll">Mean cosine with the features of fp32 with every layer in int8.</param>
/// <param name="Cosine">The same for the choice.</param>
/// <param name="Layers">Every layer, in the order of the tower.</param>
internal sealed record LayerChoice(string Samples, double CosineOfAll, double Cosine, IReadOnlyList<LayerDamage> Layers)
{
    private readonly HashSet<string> kept = [.. Layers.Where(layer => layer.Kept).Select(layer => layer.Layer)];

    /// <summary>Names of the layers that stay in fp32.</summary>
    public IEnumerable<string> Kept => Layers.Where(layer => layer.Kept).Select(layer => layer.Layer);

    /// <summary>Tells choices apart in file names: equal choices make equal files.</summary>
    public string Id => Convert.ToHexStringLower(XxHash3.Hash(Encoding.UTF8.GetBytes(string.Join('\n', [ColumnQuantisation.Levels.ToString(), .. Kept]))))[..8];

    /// <summary>The form of a layer.</summary>
    public LayerForm FormOf(string layer) => kept.Contains(layer) ? LayerForm.Float32 : LayerForm.Int8;

    /// <summary>Writes the choice as JSON.</summary>
    public void Write(Stream stream)
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
        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static LayerChoice Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = json.RootElement;
        return new LayerChoice(
            root.GetProperty("samples").GetString()!,
            root.GetProperty("cosineOfAll").GetDouble(),
            root.GetProperty("cosine").GetDouble(),
            [.. root.GetProperty("layers").EnumerateArray().Select(layer => new LayerDamage(
                layer.GetProperty("layer").GetString()!,
                layer.GetProperty("damage").GetDouble(),
                layer.GetProperty("precision").GetString() == "fp32"))]);
    }
}
