using System.Buffers.Binary;
using System.Text.Json;
using MaskClip.Storage;

namespace MaskClip.Checkpoints;

/// <summary>Writes safetensors files.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file of fp32 tensors.</summary>
    internal static void Write(
        string path,
        IEnumerable<(string Name, int[] Shape, float[] Values)> tensors,
        IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(path, tensors.Select(tensor => new SafetensorsEntry(tensor.Name, tensor.Shape, tensor.Values)), metadata);

    /// <summary>Writes a file of tensors, each name once. It appears whole or not at all.</summary>
    /// <param name="path">The file; one of that name is replaced, missing folders are created.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts for the header; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string>? metadata) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes a file of tensors, each name once, without texts in its header.</summary>
    /// <param name="path">The file; one of that name is replaced, missing folders are created.</param>
    /// <param name="tensors">The tensors.</param>
    /// <inheritdoc cref="Write(string, IEnumerable{SafetensorsEntry}, IReadOnlyDictionary{string, string}?)" path="/exception"/>
    public static void Write(string path, IEnumerable<SafetensorsEntry> tensors) => Write(path, tensors, metadata: null);

    /// <summary>Writes a file of tensors, each name once, to a stream, which is left open.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="metadata">Texts for the header; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    public static void Write(Stream stream, IEnumerable<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // Wide elements first keeps every tensor aligned to its element size, as the reference writer does.
        var ordered = tensors.OrderByDescending(tensor => tensor.Type.Size()).ToList();
        var header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in ordered) stream.Write(tensor.Bytes);
    }

    private static byte[] Header(List<SafetensorsEntry> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }

            var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                {
                    throw new ArgumentException($"The tensor name '{tensor.Name}' is used twice or reserved.", nameof(tensors));
                }

                WriteTensor(json, tensor, ref offset);
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteTensor(Utf8JsonWriter json, SafetensorsEntry tensor, ref long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type.SafetensorsName());
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset += tensor.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
