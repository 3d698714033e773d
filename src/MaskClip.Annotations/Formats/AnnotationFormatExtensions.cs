using MaskClip.Annotations.Formats.Merging;

namespace MaskClip.Annotations.Formats;

/// <summary>What every format can do, yours too, by what it says of files and folders: streams, and many parts as one.</summary>
public static class AnnotationFormatExtensions
{
    /// <summary>Opens annotations of a stream, for formats that are one file.</summary>
    /// <param name="format">The format.</param>
    /// <param name="stream">The file; it is read to its end at once and left open.</param>
    /// <param name="name">What the file is called, in messages too; formats may look at its ending.</param>
    /// <exception cref="AnnotationException">It is not of this format.</exception>
    public static IAnnotationReader Open(this IAnnotationFormat format, Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new SpooledReader(format, stream, name);
    }

    /// <summary>
    /// Opens what several wrote as one: the parts of a job, or data sets that belong together. Photos come in the order of their names and
    /// ids are counted anew by whatever writes them, so that the result does not depend on the order of the parts or of their photos.
    /// </summary>
    /// <remarks>
    /// Classes are those of all parts, by their ids, or by their names where the format has no ids. A photo that stands in two parts alike
    /// is one. Memory does not grow with the number of photos: they are put aside in temporary files.
    /// </remarks>
    /// <param name="format">The format.</param>
    /// <param name="paths">The files or folders.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="AnnotationException">
    /// A part is not of this format, or two parts give one id to two classes or one class two ids.
    /// </exception>
    public static IAnnotationReader OpenAll(this IAnnotationFormat format, IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(paths);
        string[] all = [.. paths];
        if (all.Length == 0)
            throw new ArgumentException("There are no annotations to merge; give at least one file or folder.", nameof(paths));
        return new MergedReader(format, all);
    }

    /// <summary>Begins annotations in a stream, for formats that write one file.</summary>
    /// <param name="format">The format.</param>
    /// <param name="stream">Where to; it is written at completion and left open.</param>
    /// <param name="schema">The classes.</param>
    /// <returns>
    /// A writer whose completion gives no paths. It refuses, at completion, formats that write several files.
    /// </returns>
    public static IAnnotationWriter Create(this IAnnotationFormat format, Stream stream, AnnotationSchema schema)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(schema);
        return new SpooledWriter(format, stream, schema);
    }
}
