using MaskClip.Checkpoints;
using MaskClip.Models;

namespace MaskClip.Families;

/// <summary>What lies at the path of a model, as far as families are told apart by it; read when it is asked for, once.</summary>
internal sealed class ModelFiles
{
    private readonly Lazy<ModelFolder?> described;
    private readonly Lazy<string?> first;
    private readonly Lazy<ConfigFile?> huggingFace;
    private readonly Lazy<ConfigFile?> openClip;
    private readonly Lazy<IReadOnlyCollection<string>> names;

    /// <summary>Looks at a path.</summary>
    /// <param name="path">A file or folder that is there.</param>
    public ModelFiles(string path)
    {
        Path = path;
        IsFolder = Directory.Exists(path);
        Folder = IsFolder ? path : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        described = new(() => IsFolder ? ModelFolder.Find(path) : null);
        first = new(() => IsFolder ? WeightsOrNone() is [var file, ..] ? file : null : path);
        huggingFace = new(() => IsHuggingFaces ? ConfigFile.Read(System.IO.Path.Combine(Folder, HuggingFaceConfig.FileName)) : null);
        openClip = new(() => IsOpenClips ? ConfigFile.Read(System.IO.Path.Combine(Folder, OpenClipConfig.FileName)) : null);
        names = new(ReadNames);
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder { get; }

    /// <summary>The folder, or the one in which the file lies.</summary>
    public string Folder { get; }

    /// <summary>What a folder says of itself (<c>model.json</c>); <see langword="null"/> where it says nothing.</summary>
    public ModelFolder? Described => described.Value;

    /// <summary>
    /// <c>config.json</c> beside the weights, as Hugging Face has it; <see langword="null"/> where there is none, or it is about other
    /// weights.
    /// </summary>
    public ConfigFile? HuggingFace => huggingFace.Value;

    /// <summary>
    /// <c>open_clip_config.json</c> beside the weights; <see langword="null"/> where there is none, or it is about other weights.
    /// </summary>
    public ConfigFile? OpenClip => openClip.Value;

    /// <summary>What <c>config.json</c> calls the kind of model.</summary>
    public string? ModelType => HuggingFace?.Text("model_type");

    /// <summary>
    /// Names of the tensors of a safetensors file, whose header is read in no time; empty for other formats, where a configuration decides.
    /// </summary>
    public IReadOnlyCollection<string> Names => names.Value;

    /// <summary>The files of weights, one or all shards.</summary>
    /// <exception cref="CheckpointException">There are none, or several of which one must be named.</exception>
    public IReadOnlyList<string> Weights => CheckpointFiles.Find(Path);

    /// <summary>A file beside the weights; <see langword="null"/> where there is none of these names.</summary>
    public string? Beside(params IEnumerable<string> fileNames) =>
        fileNames.Select(name => System.IO.Path.Combine(Folder, name)).FirstOrDefault(File.Exists);

    // Files of several models can lie in one folder: a configuration is about the weights that are named as its kind names them.
    private bool IsOpenClips => first.Value is { } file
        ? CheckpointFiles.IsOpenClip(file)
        : IsFolder;

    private bool IsHuggingFaces => first.Value is { } file
        ? !CheckpointFiles.IsOpenClip(file)
            && (IsFolder || System.IO.Path.GetFileName(file) is var name && (name.StartsWith(
                "model", StringComparison.Ordinal) || name.StartsWith(
                "pytorch_model", StringComparison.Ordinal)))
        : IsFolder;

    private IReadOnlyCollection<string> ReadNames()
    {
        if (first.Value is not { } file || !File.Exists(file) || new FileInfo(file).Length == 0) return [];
        using var bytes = MappedBytes.Open(file);
        return SafetensorsHeader.Looks(bytes) ? [.. SafetensorsHeader.Read(bytes).Tensors.Select(tensor => ModuleWrappers.Unwrap(tensor.Name))] : [];
    }

    // A folder without weights that are found is for the family that knows it, or for CLIP to explain.
    private IReadOnlyList<string> WeightsOrNone()
    {
        try
        {
            return Weights;
        }
        catch (CheckpointException)
        {
            return [];
        }
    }
}
