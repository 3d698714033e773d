using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>
/// STEM.json: <c>{photo, width, height, model, method, regions, background}</c>, always all of them. <c>regions</c> has
/// <c>{class, label, score, peak, share, area, bbox}</c> for every name that was asked for, largest first, also for those that were not
/// found; <c>background</c> the same for the words of the background that were found, where they are known.
/// </summary>
/// <remarks>
/// <c>class</c> is the number in the mask (<see cref="MaskValues"/>), <c>score</c> the mean confidence over a class's pixels (0 where it
/// has none), <c>peak</c> its greatest confidence anywhere in the photo (<see langword="null"/> for results without scores), <c>bbox</c> x,
/// y, width and height in pixels (<see langword="null"/> where there are none). Safe to use from several threads.
/// </remarks>
/// <param name="photo">What the photo is called; <see langword="null"/> for the stem of its files.</param>
public sealed class JsonWriter(string? photo) : ISegmentationWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    private readonly string? name = photo;

    /// <summary>Creates it for photos that are called as their files' stems.</summary>
    public JsonWriter()
        : this(null)
    {
    }

    /// <inheritdoc/>
    public string Name => "json";

    /// <inheritdoc/>
    public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
    {
        var path = Path.Combine(folder, $"{stem}.json");
        AtomicFile.Write(path, stream => WriteTo(stream, result, name ?? stem), buffer: 0);
        return [path];
    }

    /// <summary>The same object as text.</summary>
    /// <param name="result">The result.</param>
    /// <param name="photo">What the photo is called.</param>
    public static string ToText(Segmentation result, string photo)
    {
        using var stream = new MemoryStream();
        WriteTo(stream, result, photo);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Writes the object as UTF-8 to a stream, which is left open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="result">The result.</param>
    /// <param name="photo">What the photo is called.</param>
    public static void WriteTo(Stream stream, Segmentation result, string photo)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var json = new Utf8JsonWriter(stream, Options);
        json.WriteStartObject();
        json.WriteString("photo", photo);
        json.WriteNumber("width", result.Width);
        json.WriteNumber("height", result.Height);
        json.WriteString("model", result.Model);
        json.WriteString("method", result.Method);
        json.WriteStartArray("regions");
        foreach (var region in result.AllRegions())
        {
            json.WriteStartObject();
            json.WriteNumber("class", MaskValues.Of(result.Vocabulary, region.Index));
            Write(json, "label", region);
            WritePeak(json, result.Scores(region.Index));
            WriteExtent(json, region);
        }

        json.WriteEndArray();
        json.WriteStartArray("background");
        foreach (var word in result.BackgroundWords)
        {
            json.WriteStartObject();
            Write(json, "word", word);
            WriteExtent(json, word);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string key, ClassRegion region)
    {
        json.WriteString(key, region.Label);
        json.WriteNumber("score", region.Score);
    }

    private static void WritePeak(Utf8JsonWriter json, ReadOnlySpan<float> scores)
    {
        if (scores.IsEmpty) json.WriteNull("peak");
        else json.WriteNumber("peak", System.Numerics.Tensors.TensorPrimitives.Max(scores));
    }

    private static void WriteExtent(Utf8JsonWriter json, ClassRegion region)
    {
        json.WriteNumber("share", Math.Round(region.Share, 6));
        json.WriteNumber("area", region.Area);
        if (region.Area == 0)
        {
            json.WriteNull("bbox");
        }
        else
        {
            json.WriteStartArray("bbox");
            json.WriteNumberValue(region.Bounds.X);
            json.WriteNumberValue(region.Bounds.Y);
            json.WriteNumberValue(region.Bounds.Width);
            json.WriteNumberValue(region.Bounds.Height);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
