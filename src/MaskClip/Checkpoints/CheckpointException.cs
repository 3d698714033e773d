using MaskClip.Storage;

namespace MaskClip;

/// <summary>A checkpoint cannot be read: it is truncated, corrupted, hostile, or not a CLIP model.</summary>
/// <remarks>
/// The message names the file, the tensor where there is one, the error, and what to do next; control characters of names are escaped in
/// it.
/// </remarks>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or folder that was read.</param>
    /// <param name="error">What is wrong, as a sentence.</param>
    /// <param name="tensor">The tensor that shows the error; <see langword="null"/> when the file as a whole does.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public CheckpointException(string path, string error, string? tensor = null, Exception? innerException = null)
        : base(Printable.Of(tensor is null ? $"{path}: {error}" : $"{path}: tensor '{tensor}': {error}"), innerException)
    {
        Path = path;
        Tensor = tensor;
    }

    /// <summary>The file or folder that was read.</summary>
    public string Path { get; }

    /// <summary>The tensor that shows the error, or <see langword="null"/>.</summary>
    public string? Tensor { get; }
}
