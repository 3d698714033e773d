using System.Buffers;
using System.Runtime.InteropServices;

namespace MaskClip.Graph;

/// <summary>The external data of one or more ONNX graphs: tensors at fixed places of one file.</summary>
/// <remarks>Places are known before any number is read, so a graph can be written for a weight file that already exists.</remarks>
internal sealed class WeightFile(string fileName)
{
    // ONNX asks for page alignment so that a runtime can map each tensor.
    private const int Alignment = 4096;

    private readonly Dictionary<string, WeightPlace> places = [];
    private readonly List<(WeightPlace Place, Action<Stream> Write)> tensors = [];
    private long end;

    /// <summary>The name under which graphs refer to this file; it lies beside them.</summary>
    public string FileName { get; } = fileName;

    /// <summary>Where a tensor is.</summary>
    public WeightPlace this[string tensor] => places[tensor];

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string tensor) => places.ContainsKey(tensor);

    /// <summary>Adds an fp32 tensor; its numbers are asked for only when the file is written.</summary>
    /// <returns>The tensor's name.</returns>
    public string Add(string tensor, int[] shape, Func<float[]> numbers) => Add(tensor, shape, OnnxType.Float, sizeof(float), numbers);

    /// <summary>Adds a tensor of signed bytes; its numbers are asked for only when the file is written.</summary>
    /// <returns>The tensor's name.</returns>
    public string Add(string tensor, int[] shape, Func<sbyte[]> numbers) => Add(tensor, shape, OnnxType.Int8, sizeof(sbyte), numbers);

    /// <summary>Adds an fp32 tensor that is written as its bytes stand, without a copy of them.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="write">Writes the bytes, row-major, little endian.</param>
    /// <returns>The tensor's name.</returns>
    public string Add(string tensor, int[] shape, Action<Stream> write) => Add(tensor, shape, OnnxType.Float, sizeof(float), write);

    /// <summary>
    /// Adds an fp32 tensor; its numbers are asked for only when the file is written, in a buffer that serves one tensor after another.
    /// </summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fill">Sets every number of the tensor, row-major; what the buffer holds before is of another one.</param>
    /// <returns>The tensor's name.</returns>
    public string AddFilled(string tensor, int[] shape, TensorFill fill) => Add(tensor, shape, stream =>
    {
        // Fresh pages for every tensor are the slow part of writing weights.
        int count = shape.Aggregate(1, (product, size) => checked(product * size));
        float[] buffer = ArrayPool<float>.Shared.Rent(count);
        try
        {
            var numbers = buffer.AsSpan(0, count);
            fill(numbers);
            stream.Write(MemoryMarshal.AsBytes(numbers));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    });

    /// <summary>Writes every tensor at its place.</summary>
    /// <param name="stream">A stream that is at its beginning and knows its position; it need not seek.</param>
    public void Write(Stream stream)
    {
        Span<byte> padding = stackalloc byte[Alignment];
        padding.Clear();
        foreach (var (place, write) in tensors)
        {
            stream.Write(padding[..(int)(place.Offset - stream.Position)]);
            write(stream);
            long length = stream.Position - place.Offset;
            if (length != place.Length)
            {
                throw new InvalidOperationException(
                    $"A tensor at {place.Offset} of {FileName} has {length} bytes; its shape says {place.Length}.");
            }
        }
    }

    private string Add(
        string tensor, int[] shape, OnnxType type, int elementSize, Func<Array> numbers) => Add(tensor, shape, type, elementSize, stream =>
    {
        var values = numbers();
        stream.Write(MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(values), Buffer.ByteLength(values)));
    });

    private string Add(string tensor, int[] shape, OnnxType type, int elementSize, Action<Stream> write)
    {
        long length = elementSize;
        foreach (var size in shape) length = checked(length * size);
        var place = new WeightPlace(shape, end, length, type);
        places.Add(tensor, place);
        tensors.Add((place, write));
        end = (end + length + Alignment - 1) / Alignment * Alignment;
        return tensor;
    }
}
