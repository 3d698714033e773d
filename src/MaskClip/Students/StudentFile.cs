using System.Text.Json.Nodes;
using MaskClip.Checkpoints;
using MaskClip.Errors;

namespace MaskClip.Students;

/// <summary>A student on disk: one safetensors file with its architecture, vocabulary and training settings in the header.</summary>
/// <remarks>
/// Several threads may read it. Dispose it after the last of them: a later read is refused, one under way is not waited for.
/// </remarks>
public sealed class StudentFile : IDisposable
{
    private const string Format = "maskclip-student";
    private const string Version = "1";

    private readonly SafetensorsFile file;

    private StudentFile(SafetensorsFile file)
    {
        this.file = file;
        if (!file.Metadata.TryGetValue("format", out var format) || format != Format)
        {
            throw new CheckpointException(
                file.Path, "it is not a student network. Give a student.safetensors that 'maskclip train' wrote.");
        }

        if (file.Metadata.GetValueOrDefault("version") is not Version and var version)
        {
            throw new CheckpointException(
                file.Path,
                $"it is a student of format version {version}; this program reads version {Version}. Use the program that wrote it, or " +
                $"a newer one.");
        }

        try
        {
            Config = StudentConfig.FromJson(Text("config"));
            Vocabulary = VocabularyJson.Read(Text("vocabulary"));
            Settings = JsonText.ParseObject(Text("settings"));
        }
        catch (Exception error) when (error is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new CheckpointException(file.Path, error.Message, innerException: error);
        }
    }

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>The architecture.</summary>
    public StudentConfig Config { get; }

    /// <summary>The classes it tells apart, by logit index.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>How it was trained: free for the trainer.</summary>
    public JsonObject Settings { get; }

    /// <summary>The tensors by name, true sizes.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors => file.Tensors;

    /// <summary>Whether a file says that it is a student.</summary>
    public static bool Is(string path)
    {
        using var bytes = MappedBytes.Open(path);
        if (!SafetensorsHeader.Looks(bytes)) return false;
        return SafetensorsHeader.Read(bytes).Metadata.GetValueOrDefault("format") == Format;
    }

    /// <summary>Opens a student.</summary>
    /// <exception cref="CheckpointException">The file is not a student, or is damaged.</exception>
    public static StudentFile Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new StudentFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a student; the file appears whole or not at all.</summary>
    public static void Write(
        string path,
        StudentConfig config,
        Vocabulary vocabulary,
        JsonObject settings,
        IEnumerable<(string Name, int[] Shape, float[] Values)> tensors) =>
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["version"] = Version,
            ["config"] = config.ToJson(),
            ["vocabulary"] = VocabularyJson.Write(vocabulary),
            ["settings"] = settings.ToJsonString(),
        });

    /// <summary>A tensor that must be there.</summary>
    public CheckpointTensor Require(string name) => file[name];

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private string Text(string key) =>
        file.Metadata.GetValueOrDefault(key) ?? throw new FormatException($"The student's header has no '{key}'.");
}
