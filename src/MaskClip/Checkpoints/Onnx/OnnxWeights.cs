using System.Runtime.InteropServices;
using System.Text;
using MaskClip.Graph;

namespace MaskClip.Checkpoints.Onnx;

/// <summary>
/// An ONNX file read as a checkpoint: its initializers as tensors, and its nodes, which say what the tensors are for. Nothing is run.
/// </summary>
/// <remarks>Field numbers are those of <c>onnx.proto</c>. Numbers stay in the mapped file until they are asked for.</remarks>
internal sealed class OnnxWeights
{
    private const int Graph = 7, Nodes = 1, Initializers = 5;

    // What a node or a tensor takes here, a number of a list that grows, and a name.
    private const int EntryBytes = 512, NumberBytes = 3 * sizeof(long), NameBytes = 64;

    private readonly MappedBytes bytes;
    private readonly ReadingBudget budget;
    private readonly List<OnnxNode> nodes = [];
    private readonly Dictionary<string, CheckpointTensor> tensors = new(StringComparer.Ordinal);

    private OnnxWeights(MappedBytes bytes)
    {
        this.bytes = bytes;
        budget = new ReadingBudget(bytes.Path, bytes.Length);
    }

    /// <summary>The file, for messages.</summary>
    public string Path => bytes.Path;

    /// <summary>The operations in the order in which they run.</summary>
    public IReadOnlyList<OnnxNode> NodeList => nodes;

    /// <summary>The initializers by the names that the file uses.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => tensors;

    /// <summary>Reads a file whose weights lie inside it.</summary>
    /// <param name="bytes">The file, which must stay mapped as long as tensors are read.</param>
    /// <exception cref="CheckpointException">It is not an ONNX file, is cut off, or keeps its weights elsewhere.</exception>
    public static OnnxWeights Read(MappedBytes bytes)
    {
        if (bytes.Length > int.MaxValue)
            throw new CheckpointException(bytes.Path, $"it has {bytes.Length} bytes; an ONNX file can have 2 GiB.");
        var file = new OnnxWeights(bytes);
        try
        {
            var model = new ProtoReader(bytes.Slice(0, (int)bytes.Length));
            while (model.Next())
            {
                if (model.Field == Graph) file.ReadGraph(model.Content, model.ContentStart);
            }
        }
        catch (FormatException error)
        {
            throw new CheckpointException(bytes.Path, $"it cannot be read: {error.Message} Download it again.", null, error);
        }

        return file.nodes.Count > 0 ? file : throw new CheckpointException(bytes.Path, "it holds no graph, so it is not an ONNX model.");
    }

    private void ReadGraph(ReadOnlySpan<byte> content, int start)
    {
        var fields = new ProtoReader(content);
        while (fields.Next())
        {
            if (fields.Field is not (Nodes or Initializers)) continue;
            budget.Take(EntryBytes);
            if (fields.Field == Nodes) nodes.Add(ReadNode(fields.Content));
            else ReadTensor(fields.Content, start + fields.ContentStart);
        }
    }

    private OnnxNode ReadNode(ReadOnlySpan<byte> content)
    {
        List<string> inputs = [], outputs = [];
        var operation = "";
        var integers = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, float>(StringComparer.Ordinal);
        var fields = new ProtoReader(content);
        while (fields.Next())
        {
            if (fields.Field != 5) budget.Take(NameBytes + sizeof(char) * (long)fields.Content.Length);
            switch (fields.Field)
            {
                case 1: inputs.Add(Encoding.UTF8.GetString(fields.Content)); break;
                case 2: outputs.Add(Encoding.UTF8.GetString(fields.Content)); break;
                case 4: operation = Encoding.UTF8.GetString(fields.Content); break;
                case 5: ReadAttribute(fields.Content, integers, numbers); break;
            }
        }

        return new OnnxNode(operation, inputs, outputs, integers, numbers);
    }

    private void ReadAttribute(ReadOnlySpan<byte> content, Dictionary<string, long[]> integers, Dictionary<string, float> numbers)
    {
        var name = "";
        List<long> list = [];
        float? number = null;
        var fields = new ProtoReader(content);
        while (fields.Next())
        {
            if (fields.Field == 1) name = Encoding.UTF8.GetString(fields.Content);
            else if (fields.Field == 2) number = BitConverter.UInt32BitsToSingle((uint)fields.Number);
            else if (fields.Field is 3 or 8) AddIntegers(fields, list);
        }

        if (list.Count > 0) integers[name] = [.. list];
        if (number is { } value) numbers[name] = value;
    }

    private void ReadTensor(ReadOnlySpan<byte> content, int start)
    {
        List<long> shape = [], whole = [];
        var (name, type, offset, length, elsewhere, inline) = ("", 0, 0, 0, false, (byte[]?)null);
        var fields = new ProtoReader(content);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1: AddIntegers(fields, shape); break;
                case 2: type = (int)fields.Number; break;
                case 7: AddIntegers(fields, whole); break;        // int64_data
                case 8: name = Encoding.UTF8.GetString(fields.Content); break;
                case 4 or 9: (offset, length) = (start + fields.ContentStart, fields.Content.Length); break; // float_data, raw_data
                case 13 or 14: elsewhere |= fields.Field == 13 || fields.Number == 1; break;
            }
        }

        if (elsewhere)
            throw new CheckpointException(Path, "its numbers lie in another file; give an ONNX file with its weights inside.", name);
        var element = (OnnxType)type switch
        {
            OnnxType.Float => ElementType.Float32,
            OnnxType.Float16 => ElementType.Float16,
            OnnxType.Int64 => ElementType.Int64,
            OnnxType.Int32 => ElementType.Int32,
            _ => throw new CheckpointException(
                Path, $"its numbers are of ONNX type {type}; float, float16, int32 and int64 are read.", name),
        };
        if (whole.Count > 0) inline = MemoryMarshal.AsBytes<long>(whole.ToArray()).ToArray();
        if (shape.Any(size => size is < 0 or > int.MaxValue))
            throw new CheckpointException(Path, $"its shape is [{string.Join(", ", shape)}].", name);
        int[] sizes = [.. shape.Select(size => (int)size)];
        int held = inline?.Length ?? length;
        if (!TensorShape.TryCount(sizes, element.Size(), out long count) || count * element.Size() != held)
        {
            throw new CheckpointException(
                Path, $"its shape {TensorShape.Text(sizes)} does not fit its {held} bytes. Download the file again.", name);
        }

        TensorBytes numbers = inline is null
            ? new MappedRange(bytes, offset, length)
            : new MappedRange(MappedBytes.FromArray(Path, inline), 0, held);
        if (!tensors.TryAdd(name, new CheckpointTensor(Path, name, element, sizes, numbers)))
        {
            throw new CheckpointException(Path, "two tensors of the file have this name.", name);
        }
    }

    // Integers come one by one or packed into bytes; which of both is the writer's choice.
    private void AddIntegers(in ProtoReader field, List<long> list)
    {
        budget.Take(NumberBytes * Math.Max(1L, field.Content.Length));
        if (field.Content.IsEmpty)
        {
            list.Add((long)field.Number);
            return;
        }

        var packed = new ProtoReader(field.Content);
        while (packed.NextNumber(out ulong number)) list.Add((long)number);
    }
}
