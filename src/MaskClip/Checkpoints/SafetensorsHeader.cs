using System.Buffers.Binary;
using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>Reads and checks the header of a safetensors file: u64 length, JSON, data (huggingface/safetensors, README "Format").</summary>
internal static class SafetensorsHeader
{
    /// <summary>The longest header that the reference implementation accepts.</summary>
    public const int MaxLength = 100_000_000;

    private const int PrefixLength = 8;
    // What a tensor takes beside its name: its objects here, and the values of its JSON.
    private const int EntryBytes = 512;

    private const string MetadataKey = "__metadata__";

    /// <summary>Whether the bytes begin like a safetensors file.</summary>
    public static bool Looks(MappedBytes bytes) =>
        bytes.Length > PrefixLength && bytes.Slice(PrefixLength, 1)[0] == '{' && bytes.Slice(0, PrefixLength)[7] == 0;

    /// <summary>The tensors in file order, and the metadata.</summary>
    public static (List<CheckpointTensor> Tensors, Dictionary<string, string> Metadata) Read(MappedBytes bytes)
    {
        var path = bytes.Path;
        if (bytes.Length < PrefixLength + 2)
        {
            throw new CheckpointException(
                path, $"a safetensors file has 10 bytes or more, this one has {bytes.Length}. Download it again.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(0, PrefixLength));
        if (length > MaxLength || (long)length > bytes.Length - PrefixLength)
        {
            throw new CheckpointException(
                path,
                $"the header claims {length} bytes; the file has {bytes.Length} and {MaxLength} are allowed. " +
                "It is truncated or not a safetensors file: download it again.");
        }

        var data = PrefixLength + (long)length;
        try
        {
            var reader = new Utf8JsonReader(bytes.Slice(PrefixLength, (int)length), new JsonReaderOptions { MaxDepth = 4 });
            using var json = JsonDocument.ParseValue(ref reader);
            // Reading on throws when anything but white space follows.
            reader.Read();
            return Parse(bytes, data, json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new CheckpointException(
                path, $"the safetensors header is not the JSON it should be: {e.Message} Download it again.", null, e);
        }
    }

    private static (List<CheckpointTensor> Tensors, Dictionary<string, string> Metadata) Parse(
        MappedBytes bytes, long data, JsonElement root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var budget = new ReadingBudget(bytes.Path, bytes.Length);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<(long Begin, long End, CheckpointTensor Tensor)>();
        foreach (var property in root.EnumerateObject())
        {
            var name = property.Name;
            budget.Take(EntryBytes + sizeof(char) * (long)name.Length);
            if (!names.Add(name))
            {
                throw new CheckpointException(bytes.Path, "the name occurs twice in the header. Write the file again.", name);
            }

            if (name == MetadataKey)
            {
                foreach (var entry in property.Value.EnumerateObject())
                {
                    budget.Take(EntryBytes);
                    metadata[entry.Name] = entry.Value.GetString() ?? "";
                }
            }
            else
            {
                found.Add(Tensor(bytes, data, name, property.Value));
            }
        }

        found.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        CheckLayout(bytes, data, found);
        return (found.ConvertAll(entry => entry.Tensor), metadata);
    }

    private static (long Begin, long End, CheckpointTensor Tensor) Tensor(MappedBytes bytes, long data, string name, JsonElement entry)
    {
        var dtype = entry.GetProperty("dtype").GetString();
        // A tensor of another type may be one that nobody asks for: a counter, a scale.
        bool isRead = ElementTypes.TryParse(dtype, out var type);
        if (!isRead) type = ElementType.Unread;

        var dimensions = entry.GetProperty("shape");
        var offsets = entry.GetProperty("data_offsets");
        if (dimensions.GetArrayLength() > TensorShape.MaxRank || offsets.GetArrayLength() != 2)
        {
            throw new CheckpointException(bytes.Path, "it has too many dimensions or not exactly two offsets. Write the file again.", name);
        }

        var shape = dimensions.EnumerateArray().Select(size => size.GetInt32()).ToArray();
        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || !bytes.Contains(data, end))
        {
            throw new CheckpointException(
                bytes.Path,
                $"it lies at bytes {begin} to {end} of {bytes.Length - data} data bytes. The file is truncated: download it again.",
                name);
        }

        if (isRead && (!TensorShape.TryCount(shape, type.Size(), out var count) || count * type.Size() != end - begin))
        {
            throw new CheckpointException(
                bytes.Path, $"{end - begin} bytes do not hold the shape {TensorShape.Text(shape)} as {dtype}. Write the file again.", name);
        }

        TensorBytes content = isRead
            ? new MappedRange(bytes, data + begin, (int)(end - begin))
            : new UnreadBytes(bytes.Path, name, dtype ?? "none");
        return (begin, end, new CheckpointTensor(bytes.Path, name, type, shape, content));
    }

    // The format asks for data without holes, which also rules out overlaps.
    private static void CheckLayout(MappedBytes bytes, long data, List<(long Begin, long End, CheckpointTensor Tensor)> tensors)
    {
        var position = 0L;
        foreach (var (begin, end, tensor) in tensors)
        {
            if (begin != position)
            {
                var error = begin < position ? "overlaps the tensor before it" : "leaves a hole before it";
                throw new CheckpointException(
                    bytes.Path, $"its data {error} (byte {begin} instead of {position}). Write the file again.", tensor.Name);
            }

            position = end;
        }

        if (data + position != bytes.Length)
        {
            throw new CheckpointException(
                bytes.Path, $"the tensors end at byte {data + position}, the file at {bytes.Length}. It is damaged: download it again.");
        }
    }
}
