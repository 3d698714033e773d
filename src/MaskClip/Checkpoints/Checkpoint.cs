namespace MaskClip.Checkpoints;

/// <summary>The tensors of a CLIP model under OpenAI's names, wherever they came from. Nothing in the file is executed.</summary>
/// <remarks>
/// Several threads may read it. Dispose it after the last of them: a later read is refused, one under way is not waited for.
/// </remarks>
public sealed class Checkpoint : IDisposable
{
    private readonly List<MappedBytes> _files;
    private readonly Dictionary<string, CheckpointTensor> _tensors;
    private readonly Lazy<CheckpointHints> _hints;

    private Checkpoint(string path, List<MappedBytes> files, Dictionary<string, CheckpointTensor> tensors, Func<CheckpointHints> hints)
    {
        Path = path;
        _files = files;
        _tensors = tensors;
        _hints = new(hints);
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>The tensors under canonical names. They are read while the checkpoint is open, which must outlive them.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => _tensors;

    /// <summary>
    /// Whether this is a file as OpenAI published it: only its archives keep <c>input_resolution</c> and its like beside the weights.
    /// </summary>
    internal bool IsOpenAI { get; private init; }

    /// <summary>Whether the names are Hugging Face's.</summary>
    internal bool IsHuggingFace { get; private init; }

    /// <summary>What stood before every name of the model: those of the modules that it is part of.</summary>
    internal string Prefix { get; private init; } = "";

    /// <summary>Names of the tensors that a larger model has around this one, beyond <see cref="Prefix"/>.</summary>
    internal IReadOnlyList<string> Around { get; private init; } = [];

    /// <summary>What a configuration file beside the weights says; read when it is first asked for.</summary>
    /// <exception cref="CheckpointException">The file is damaged, or says of the model what is not computed here.</exception>
    internal CheckpointHints Hints => _hints.Value;

    /// <summary>Opens a weights file, or a folder of weights and configuration as Hugging Face and open_clip have them.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="otherTokenizer">Whether its texts are tokens of another tokenizer than CLIP's, which the caller knows.</param>
    public static Checkpoint Open(string path, bool otherTokenizer = false)
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

            if (tensors.Count == 0) throw new CheckpointException(path, "it holds no tensors. Give a file with a CLIP model's weights.");
            var (own, prefix, around) = CanonicalNames.Unwrap(path, tensors);
            bool huggingFace = CanonicalNames.AreHuggingFace(own.Keys);
            return new Checkpoint(
                path, files, CanonicalNames.Apply(path, own), () => ReadHints(path, files[0], huggingFace, otherTokenizer))
            {
                IsOpenAI = CanonicalNames.AreOpenAI(own.Keys),
                IsHuggingFace = huggingFace,
                Prefix = prefix,
                Around = around,
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

    // The configuration must be about these weights: files of several models can lie in one folder.
    private static CheckpointHints ReadHints(string path, MappedBytes file, bool huggingFace, bool otherTokenizer)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file.Path))!;
        if (huggingFace) return HuggingFaceConfig.Read(folder, otherTokenizer);
        if (Directory.Exists(path) || CheckpointFiles.IsOpenClip(file.Path)) return OpenClipConfig.Read(folder, otherTokenizer);
        return SafetensorsHeader.Looks(file) ? MetadataHints.Read(path, SafetensorsHeader.Read(file).Metadata) : CheckpointHints.None;
    }
}
