using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MaskClip.Storage;

namespace MaskClip.Annotations.Tensors;

/// <summary>Writes tensors as NumPy's <c>.npy</c> (format 1.0) and as safetensors.</summary>
internal static class TensorOutput
{
    private const int Alignment = 64, HeaderAlignment = 8;

    /// <summary>Writes one tensor as <c>.npy</c>.</summary>
    public static void WriteNumpy(string path, NamedTensor tensor) => AtomicFile.Write(path, stream =>
    {
        // One dimension is written as Python writes a tuple of one.
        var shape = tensor.Shape.Length == 1 ? $"{tensor.Shape[0]}," : string.Join(", ", tensor.Shape);
        var header = $"{{'descr': '{tensor.Numpy}', 'fortran_order': False, 'shape': ({shape}), }}";
        int length = (10 + header.Length + 1 + Alignment - 1) / Alignment * Alignment - 10;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes($"{header.PadRight(length - 1)}\n"));
        stream.Write(tensor.Bytes);
    });

    /// <summary>Writes tensors as safetensors; give wide numbers first, so that each is aligned.</summary>
    public static void WriteSafetensors(string path, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        AtomicFile.Write(path, stream =>
        {
            using var text = new MemoryStream();
            using (var json = new Utf8JsonWriter(text)) WriteHeader(json, tensors, metadata);
            while (text.Length % HeaderAlignment != 0) text.WriteByte((byte)' ');
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
            stream.Write(length);
            stream.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
            foreach (var tensor in tensors) stream.Write(tensor.Bytes);
        });

    private static void WriteHeader(
        Utf8JsonWriter json, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        foreach (var (key, value) in metadata) json.WriteString(key, value);
        json.WriteEndObject();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Safetensors);
            json.WriteStartArray("shape");
            foreach (int side in tensor.Shape) json.WriteNumberValue(side);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Bytes.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
