namespace MaskClip.Annotations;

/// <summary>Reads annotations photo by photo: memory does not grow with their number.</summary>
public interface IAnnotationReader : IDisposable
{
    /// <summary>The classes.</summary>
    AnnotationSchema Schema { get; }

    /// <summary>Reads the photos in the order of the file.</summary>
    /// <param name="onError">
    /// Is told of a record that cannot be read, which is then left out; <see langword="null"/> ends the reading with it.
    /// </param>
    /// <exception cref="AnnotationException">A record cannot be read.</exception>
    IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null);
}
