namespace MaskClip.Checkpoints;

/// <summary>The tensors of a CLIP model under OpenAI's names, wherever they came from. Nothing in the file is executed.</summary>
internal sealed class Checkpoint : IDisposable
{
    private readonly List<MappedBytes> _files;
    private readonly Dictionary<string, CheckpointTensor> _tensors;

    private Checkpoint(string path, List<MappedBytes> files, Dictionary<string, CheckpointTensor> tensors, CheckpointHints hints)
    {
        Path = path;
        Hints = hints;
        _files = files;
        _tensors = tensors;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The tensors under canonical names. They are read while the checkpoint is open, which must outlive them.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => _tensors;

    /// <summary>Whether this is a file as OpenAI published it: only its archives keep <c>input_resolution</c> and its like beside the weights.</summary>
    public bool IsOpenAI { get; private init; }

    /// <summary>What a configuration file beside the weights says.</summary>
    public CheckpointHints Hints { get; }

    /// <summary>Opens a weights file, or a folder of weights and configuration as Hugging Face and open_clip have them.</summary>
    public static Checkpoint Open(string path)
    {
        var files = new List<MappedBytes>();
        try
        {
            var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
            foreach (var file in CheckpointFiles.Find(path))
            {
                files.Add(MappedBytes.Open(file));
                foreach (var tensor in WeightsFile.Read(files[^1]).Values) CanonicalNames.Add(file, tensors, tensor, tensor.Name);
            }

            return new Checkpoint(path, files, CanonicalTensors(path, tensors), ReadHints(path, files[0], tensors.Keys))
            {
                IsOpenAI = CanonicalNames.AreOpenAI(tensors.Keys),
            };
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>A tensor that must be there.</summary>
    public CheckpointTensor Require(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(
            Path,
            $"it is missing; the checkpoint holds {MissingTensor.Describe(_tensors.Keys)}. " +
            "Give a CLIP model as OpenAI, open_clip or Hugging Face publish it.",
            name);

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static Dictionary<string, CheckpointTensor> CanonicalTensors(string path, Dictionary<string, CheckpointTensor> tensors) =>
        tensors.Count > 0
            ? CanonicalNames.Apply(path, tensors)
            : throw new CheckpointException(path, "it holds no tensors. Give a file with a CLIP model's weights.");

    // The configuration must be about these weights: files of several models can lie in one folder.
    private static CheckpointHints ReadHints(string path, MappedBytes file, IEnumerable<string> names)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file.Path))!;
        if (CanonicalNames.AreHuggingFace(names)) return HuggingFaceConfig.Read(folder);
        if (Directory.Exists(path) || CheckpointFiles.IsOpenClip(file.Path)) return OpenClipConfig.Read(folder);
        return SafetensorsHeader.Looks(file) ? MetadataHints.Read(path, SafetensorsHeader.Read(file).Metadata) : CheckpointHints.None;
    }
}
