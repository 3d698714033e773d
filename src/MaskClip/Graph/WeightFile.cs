using System.Runtime.InteropServices;

namespace MaskClip.Graph;

/// <summary>The external data of one or more ONNX graphs: fp32 tensors at fixed places of one file.</summary>
/// <remarks>Places are known before any number is read, so a graph can be written for a weight file that already exists.</remarks>
internal sealed class WeightFile(string fileName)
{
    // ONNX asks for page alignment so that a runtime can map each tensor.
    private const int Alignment = 4096;

    private readonly Dictionary<string, WeightPlace> places = [];
    private readonly List<(WeightPlace Place, Func<float[]> Numbers)> tensors = [];
    private long end;

    /// <summary>The name under which graphs refer to this file; it lies beside them.</summary>
    public string FileName { get; } = fileName;

    /// <summary>Where a tensor is.</summary>
    public WeightPlace this[string tensor] => places[tensor];

    /// <summary>Adds a tensor; its numbers are asked for only when the file is written.</summary>
    /// <returns>The tensor's name.</returns>
    public string Add(string tensor, int[] shape, Func<float[]> numbers)
    {
        long length = sizeof(float);
        foreach (var size in shape) length = checked(length * size);
        var place = new WeightPlace(shape, end, length);
        places.Add(tensor, place);
        tensors.Add((place, numbers));
        end = (end + length + Alignment - 1) / Alignment * Alignment;
        return tensor;
    }

    /// <summary>Writes every tensor at its place.</summary>
    public void Write(Stream stream)
    {
        foreach (var (place, numbers) in tensors)
        {
            var values = numbers();
            if (values.LongLength * sizeof(float) != place.Length)
            {
                throw new InvalidOperationException($"A tensor at {place.Offset} of {FileName} has {values.Length} numbers; its shape says {place.Length / sizeof(float)}.");
            }

            stream.Position = place.Offset;
            stream.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }
}
