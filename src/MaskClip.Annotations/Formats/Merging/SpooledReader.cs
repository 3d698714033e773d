namespace MaskClip.Annotations.Formats.Merging;

/// <summary>Annotations of a stream: a reader needs a file, so there is one for as long as it is read.</summary>
internal sealed class SpooledReader : IAnnotationReader
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;
    private readonly string path, name;
    private readonly IAnnotationReader reader;

    public SpooledReader(IAnnotationFormat format, Stream stream, string name)
    {
        this.name = name;
        path = Path.Combine(folder, Path.GetFileName(name) is { Length: > 0 } own ? own : "annotations");
        try
        {
            using (var file = File.Create(path)) stream.CopyTo(file);
            reader = format.Open(path);
        }
        catch (AnnotationException error)
        {
            Directory.Delete(folder, recursive: true);
            throw Renamed(error);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public AnnotationSchema Schema => reader.Schema;

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null) =>
        reader.Read(error =>
        {
            if (onError is null) throw Renamed(error);
            onError(Renamed(error));
        });

    public void Dispose()
    {
        reader.Dispose();
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    // Messages name what the caller knows.
    private AnnotationException Renamed(AnnotationException error) => new(
        error.Path == path ? name : error.Path.Replace(folder, name, StringComparison.Ordinal), error.Record, error.Error, error);
}
