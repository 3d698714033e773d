using System.Collections;
using Microsoft.ML.OnnxRuntime;

namespace MaskClip.Engine;

/// <summary>Named fp32 tensors that one run of an <see cref="EngineSession"/> reads or writes; arrays are used where they are.</summary>
internal sealed class EngineTensors : IEnumerable<KeyValuePair<string, OrtValue>>, IDisposable
{
    private readonly Dictionary<string, OrtValue> values = new(StringComparer.Ordinal);

    /// <summary>The tensors.</summary>
    public IReadOnlyDictionary<string, OrtValue> Values => values;

    /// <summary>Adds a tensor.</summary>
    public void Add(string name, int[] shape, Memory<float> numbers) =>
        values.Add(
            name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, numbers, [.. shape.Select(size => (long)size)]));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, OrtValue>> GetEnumerator() => values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var value in values.Values) value.Dispose();
    }
}
