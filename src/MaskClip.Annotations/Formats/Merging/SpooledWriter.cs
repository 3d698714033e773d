namespace MaskClip.Annotations.Formats.Merging;

/// <summary>Annotations into a stream, by a format that writes a single file.</summary>
internal sealed class SpooledWriter : IAnnotationWriter
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;
    private readonly IAnnotationFormat format;
    private readonly Stream stream;
    private readonly IAnnotationWriter writer;

    public SpooledWriter(IAnnotationFormat format, Stream stream, AnnotationSchema schema)
    {
        (this.format, this.stream) = (format, stream);
        try
        {
            writer = format.Create(folder, schema);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Add(AnnotatedPhoto photo) => writer.Add(photo);

    public IReadOnlyList<string> Complete()
    {
        writer.Complete();
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Take(2).ToList();
        if (files.Count != 1)
        {
            throw new AnnotationException(
                format.Name,
                "",
                files.Count == 0
                    ? "Nothing was written: there are no photos."
                    : "The format writes several files, which no stream holds; give a folder.");
        }

        using var file = File.OpenRead(files[0]);
        file.CopyTo(stream);
        return [];
    }

    public void Dispose()
    {
        writer.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
