using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using MaskClip.Labelling.Work;
using MaskClip.Storage;

namespace MaskClip.Labelling.Features;

/// <summary>
/// Keeps the features of a shard's photos as safetensors in half precision. They wait in a temporary file beside it, since the header
/// stands first and says where each begins: memory does not grow with the shard.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="job">The job's hash.</param>
internal sealed class FeatureShardWriter(string path, string job) : IPhotoLabelingOutput
{
    private const int HeaderAlignment = 8;

    private readonly Lock gate = new();
    private readonly PendingFile data = new(path + ".data");
    private readonly SortedDictionary<int, (string Size, List<(string Name, int[] Shape, long Start, long End)> Tensors)> photos = [];

    /// <summary>Keeps a photo's features; safe to call from several threads.</summary>
    public void Add(int number, DenseFeatures features)
    {
        var key = features.Key;
        var surroundings = features.Surroundings;
        int positions = features.GridWidth * features.GridHeight;
        byte[] own = Half(features.Features), ownKey = Half(key), ownSurroundings = Half(surroundings);
        int keySize = key.Length / positions, surroundingsSize = surroundings.Length / positions;
        lock (gate)
        {
            List<(string, int[], long, long)> tensors = [];
            Write("features", features.Size, own);
            if (keySize > 0) Write("key", keySize, ownKey);
            if (surroundingsSize > 0) Write("surroundings", surroundingsSize, ownSurroundings);
            photos.Add(number, (FormattableString.Invariant($"{features.Width}x{features.Height}"), tensors));

            void Write(string name, int size, byte[] bytes)
            {
                long start = data.Stream.Position;
                data.Stream.Write(bytes);
                int[] shape = [features.GridHeight, features.GridWidth, size];
                tensors.Add((FeatureShard.NameOf(number, name), shape, start, start + bytes.Length));
            }
        }
    }

    /// <inheritdoc/>
    public void Commit()
    {
        using var file = new PendingFile(path);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text)) WriteHeader(json);
        while (text.Length % HeaderAlignment != 0) text.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        file.Stream.Write(length);
        file.Stream.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
        data.Stream.Position = 0;
        data.Stream.CopyTo(file.Stream);
        file.Commit();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        data.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Half(ReadOnlySpan<float> numbers)
    {
        var bytes = new byte[numbers.Length * 2];
        TensorPrimitives.ConvertToHalf(numbers, MemoryMarshal.Cast<byte, Half>(bytes.AsSpan()));
        return bytes;
    }

    private void WriteHeader(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        json.WriteString("job", job);
        foreach (var (number, photo) in photos) json.WriteString(number.ToString(CultureInfo.InvariantCulture), photo.Size);
        json.WriteEndObject();
        foreach (var (name, shape, start, end) in photos.Values.SelectMany(photo => photo.Tensors))
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", "F16");
            json.WriteStartArray("shape");
            foreach (int side in shape) json.WriteNumberValue(side);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(start);
            json.WriteNumberValue(end);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
