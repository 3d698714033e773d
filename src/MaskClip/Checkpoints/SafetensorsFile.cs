namespace MaskClip.Checkpoints;

/// <summary>Any safetensors file by the names it uses itself, memory-mapped.</summary>
/// <remarks>Safe to read from several threads. Its tensors are read while it is open, which must outlive them.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedBytes _bytes;
    private readonly Dictionary<string, CheckpointTensor> _tensors;

    private SafetensorsFile(MappedBytes bytes)
    {
        _bytes = bytes;
        try
        {
            var (tensors, metadata) = SafetensorsHeader.Read(bytes);
            _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
            Metadata = metadata;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The file, or the resource's name.</summary>
    public string Path => _bytes.Path;

    /// <summary>The tensors by name, in file order.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => _tensors;

    /// <summary>The texts that the writer left in the header.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="CheckpointException">There is none of that name; the message names those that there are.</exception>
    public CheckpointTensor this[string name] => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(Path, $"it is not in the file, which holds {MissingTensor.Describe(_tensors.Keys)}.", name);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">It is not a safetensors file, is cut off or damaged.</exception>
    /// <exception cref="IOException">It is missing or cannot be opened.</exception>
    public static SafetensorsFile Open(string path) => new(MappedBytes.Open(path));

    /// <summary>Opens an assembly resource where it lies.</summary>
    internal static SafetensorsFile Open(string name, UnmanagedMemoryStream resource) => new(MappedBytes.FromResource(name, resource));

    /// <summary>Opens bytes in memory.</summary>
    internal static SafetensorsFile Parse(string name, ReadOnlySpan<byte> bytes) => new(MappedBytes.FromArray(name, bytes));

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();
}
