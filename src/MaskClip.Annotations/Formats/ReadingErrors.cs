using System.Text.Json;
using System.Xml;

namespace MaskClip.Annotations.Formats;

/// <summary>What a record of a file throws when it is read, as an error that names file and record.</summary>
internal static class ReadingErrors
{
    /// <summary>Reads a record.</summary>
    /// <param name="path">The file.</param>
    /// <param name="record">What in the file.</param>
    /// <param name="onError">Is told of an error; <see langword="null"/> throws it.</param>
    /// <param name="read">Reads it.</param>
    /// <returns><see langword="null"/> where it cannot be read.</returns>
    public static T? Try<T>(string path, string record, Action<AnnotationException>? onError, Func<T?> read)
        where T : class
    {
        try
        {
            return Named(path, record, read);
        }
        catch (AnnotationException error) when (onError is not null)
        {
            onError(error);
            return null;
        }
    }

    /// <summary>Reads something whose errors are given the file's and the record's name.</summary>
    public static T Named<T>(string path, string record, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not AnnotationException && (error is JsonException or XmlException or FormatException
            or ArgumentException or InvalidOperationException or KeyNotFoundException or ImageFormatException or OverflowException))
        {
            throw new AnnotationException(path, record, FirstLine(error.Message), error);
        }
    }

    // Messages of System.Text.Json and of arguments go on with places in our code.
    private static string FirstLine(string message)
    {
        int end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
