namespace MaskClip.Checkpoints;

/// <summary>
/// All tensors of a model under the names that its files use, memory-mapped: one file, several shards, or a file for each tower.
/// </summary>
internal sealed class TensorFiles : IDisposable
{
    private readonly List<MappedBytes> mapped = [];
    private readonly Dictionary<string, CheckpointTensor> tensors = new(StringComparer.Ordinal);

    private TensorFiles(string path) => Path = path;

    /// <summary>The file or folder that was asked for.</summary>
    public string Path { get; }

    /// <summary>The tensors by name. They are read while this is open, which must outlive them.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => tensors;

    /// <summary>Opens files.</summary>
    /// <param name="path">What was asked for, for messages.</param>
    /// <param name="files">The files of weights.</param>
    /// <param name="anchors">Names that every tower has once, by which the modules around the model are told.</param>
    /// <param name="prefixOf">What is put before the names of a file's tensors; <see langword="null"/> leaves names as they are.</param>
    /// <exception cref="CheckpointException">A file cannot be read, or two tensors have one name.</exception>
    public static TensorFiles Open(string path, IEnumerable<string> files, IReadOnlyList<string> anchors, Func<string, string>? prefixOf = null)
    {
        var opened = new TensorFiles(path);
        try
        {
            foreach (var file in files)
            {
                opened.mapped.Add(MappedBytes.Open(file));
                var prefix = prefixOf?.Invoke(file) ?? "";
                foreach (var (name, tensor) in WeightsFile.Read(opened.mapped[^1]))
                    CanonicalNames.Add(file, opened.tensors, tensor.Rename(prefix + ModuleWrappers.Unwrap(name)), name);
            }

            opened.TakeOff(ModuleWrappers.PrefixOf(path, opened.tensors.Keys, anchors));
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    // What does not begin so keeps its name, and is for the family to refuse.
    private void TakeOff(string prefix)
    {
        if (prefix.Length == 0) return;
        foreach (var (name, tensor) in tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            tensors.Remove(name);
            CanonicalNames.Add(Path, tensors, tensor.Rename(name[prefix.Length..]), name);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => mapped.ForEach(file => file.Dispose());
}
