namespace MaskClip.Annotations;

/// <summary>A record of an annotation file cannot be read or written; the message names the file, the record and what is allowed.</summary>
public sealed class AnnotationException : FormatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="path">The file.</param>
    /// <param name="record">What in the file: an image's name, an annotation's id, a line. Empty for the file as a whole.</param>
    /// <param name="error">What is wrong, what is allowed and what to do.</param>
    /// <param name="innerException">What was thrown below, if anything.</param>
    public AnnotationException(string path, string record, string error, Exception? innerException = null)
        : base(record.Length == 0 ? $"'{path}': {error}" : $"'{path}', {record}: {error}", innerException)
    {
        Path = path;
        Record = record;
        Error = error;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What in the file; empty for the file as a whole.</summary>
    public string Record { get; }

    /// <summary>What is wrong, without the file's name.</summary>
    public string Error { get; }
}
