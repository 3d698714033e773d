using MaskClip.Storage;

namespace MaskClip;

/// <summary>A picture cannot be read: it is not an image, cut off, corrupted, or larger than accepted.</summary>
/// <remarks>The message names the file, the error, and what to do next; control characters of the name are escaped in it.</remarks>
public sealed class ImageFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="name">The file's path, or the stream's name.</param>
    /// <param name="error">What is wrong, as a sentence.</param>
    /// <param name="innerException">What was caught, if anything.</param>
    public ImageFormatException(string name, string error, Exception? innerException = null)
        : base(Printable.Of($"{name}: {error}"), innerException)
    {
        Name = name;
    }

    /// <summary>The file's path, or the stream's name.</summary>
    public string Name { get; }
}
