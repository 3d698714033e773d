using System.Text.Encodings.Web;
using System.Text.Json;

namespace MaskClip.Annotations.Formats;

/// <summary>A list of JSON records that grows in a temporary file, so that memory does not grow with it.</summary>
internal sealed class JsonListFile : IDisposable
{
    private readonly FileStream file = SpoolFile.Create();
    private readonly Utf8JsonWriter writer;
    private bool isEmpty = true;

    /// <summary>Begins a list.</summary>
    public JsonListFile() => writer = new Utf8JsonWriter(file, Settings);

    /// <summary>Letters of all languages stay as they are, as tools write them.</summary>
    public static JsonWriterOptions Settings { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds a record.</summary>
    public void Add(Action<Utf8JsonWriter> write)
    {
        if (!isEmpty) file.Write(",\n"u8);
        isEmpty = false;
        write(writer);
        writer.Flush();
        writer.Reset();
    }

    /// <summary>Copies the records, without brackets, to a stream.</summary>
    public void CopyTo(Stream stream) => file.CopyAllTo(stream);

    /// <inheritdoc/>
    public void Dispose()
    {
        writer.Dispose();
        file.Dispose();
    }
}
