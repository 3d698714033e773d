namespace MaskClip.Annotations;

/// <summary>Writes annotations photo by photo: memory does not grow with their number.</summary>
public interface IAnnotationWriter : IDisposable
{
    /// <summary>Adds a photo.</summary>
    /// <param name="photo">The photo; its categories are indices of the schema's.</param>
    /// <exception cref="AnnotationException">The format cannot hold it; the message says why.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    void Add(AnnotatedPhoto photo);

    /// <summary>
    /// Writes what only the end knows: index files, lists of classes. Without it nothing but single photos' files remain.
    /// </summary>
    /// <returns>The files that tools open.</returns>
    IReadOnlyList<string> Complete();
}
