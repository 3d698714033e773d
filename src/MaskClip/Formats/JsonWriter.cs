using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>STEM.json: an array of <c>{label, score, area, bbox: [x, y, width, height]}</c>, largest class first.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class JsonWriter : ISegmentationWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.json");
        AtomicFile.Write(path, stream => WriteTo(stream, result), buffer: 0);
        return [path];
    }

    /// <summary>The same array as text.</summary>
    /// <param name="result">The result.</param>
    public static string ToText(Segmentation result)
    {
        using var stream = new MemoryStream();
        WriteTo(stream, result);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the array as UTF-8 to a stream, which is left open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="result">The result.</param>
    public static void WriteTo(Stream stream, Segmentation result)
    {
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartArray();
        foreach (var region in result.Regions)
        {
            json.WriteStartObject();
            json.WriteString("label", region.Label);
            json.WriteNumber("score", region.Score);
            json.WriteNumber("area", region.Area);
            json.WriteStartArray("bbox");
            json.WriteNumberValue(region.Bounds.X);
            json.WriteNumberValue(region.Bounds.Y);
            json.WriteNumberValue(region.Bounds.Width);
            json.WriteNumberValue(region.Bounds.Height);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Flush();
    }
}
