namespace MaskClip.Evaluation;

/// <summary>A data set is not what its layout says: a file is missing, has the wrong size, or holds foreign labels.</summary>
/// <remarks>The message names the file, the error, and what to do next.</remarks>
public sealed class DatasetException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="error">What is wrong, as a sentence.</param>
    public DatasetException(string path, string error)
        : base($"{path}: {error}")
    {
        Path = path;
        Error = error;
    }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>What is wrong, as a sentence.</summary>
    public string Error { get; }
}
