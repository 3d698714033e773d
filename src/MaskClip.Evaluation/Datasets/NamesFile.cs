namespace MaskClip.Evaluation.Datasets;

/// <summary>The class names of a plain folder.</summary>
internal static class NamesFile
{
    private static readonly string[] Files = ["names.txt", "classes.txt", "labels.txt"];

    /// <summary>The file names, for messages.</summary>
    public static string Choices => "names.txt (or classes.txt, labels.txt)";

    /// <summary>The file in a folder, or <see langword="null"/>.</summary>
    public static string? Find(string folder) => Files.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>Reads the names.</summary>
    public static Vocabulary Read(string folder) => Find(folder) is { } path
        ? Vocabulary.FromFile(path)
        : throw new DatasetException(folder, $"There is no {Choices} with one name a line; write one, or name a known layout.");
}
