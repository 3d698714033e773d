namespace MaskClip.Annotations;

/// <summary>A file format of annotations.</summary>
/// <remarks>Safe to use from several threads; what it opens and creates is for one thread at a time.</remarks>
public interface IAnnotationFormat
{
    /// <summary>Its name, as commands take it: lower-case letters, digits and <c>-</c>.</summary>
    string Name { get; }

    /// <summary>One line for a list: what is written where, and what is lost.</summary>
    string Description { get; }

    /// <summary>Opens annotations.</summary>
    /// <param name="path">The file or the folder.</param>
    /// <exception cref="AnnotationException">It is not of this format; the message names the file and what is expected.</exception>
    /// <exception cref="IOException">It is missing or cannot be opened.</exception>
    IAnnotationReader Open(string path);

    /// <summary>Begins annotations in a folder; files appear whole, index files at the end.</summary>
    /// <param name="folder">The folder; it is created where it is missing.</param>
    /// <param name="schema">The classes.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    IAnnotationWriter Create(string folder, AnnotationSchema schema);
}
