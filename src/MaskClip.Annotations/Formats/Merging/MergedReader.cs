namespace MaskClip.Annotations.Formats.Merging;

/// <summary>
/// Several parts as one, in the order of the photos' names, whatever the order in which the parts came. Photos are put aside on the disk.
/// A photo that two parts have alike is one; where they differ it is an error, and one of the two is kept.
/// </summary>
internal sealed class MergedReader : IAnnotationReader
{
    private readonly List<(string Path, IAnnotationReader Reader)> parts = [];
    private readonly MergedSchema merged;

    public MergedReader(IAnnotationFormat format, IEnumerable<string> paths)
    {
        try
        {
            foreach (var path in paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) parts.Add((path, format.Open(path)));
            merged = new MergedSchema([.. parts.Select(part => (part.Path, part.Reader.Schema))]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public AnnotationSchema Schema => merged.Schema;

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        using var spool = SpoolFile.Create();
        using var photos = SpooledPhoto.Spool();
        long order = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            foreach (var photo in parts[i].Reader.Read(onError)) photos.Add(PutAside(spool, photo, i, order++));
        }

        SpooledPhoto? kept = null;
        byte[] bytes = [];
        foreach (var photo in photos.Sorted())
        {
            var own = Bytes(spool, photo.Start, photo.Length);
            if (kept is null || kept.Name != photo.Name)
            {
                if (kept is not null) yield return Photo(spool, kept, bytes);
                (kept, bytes) = (photo, own);
                continue;
            }

            int difference = own.AsSpan().SequenceCompareTo(bytes);
            if (difference == 0) continue;
            string one = parts[kept.Part].Path, other = parts[photo.Part].Path;
            ReadingErrors.Try<object>(other, photo.Name, onError, () =>
                throw new FormatException($"'{one}' has other annotations of the same photo; one of the two is kept."));
            if (difference < 0) (kept, bytes) = (photo, own);
        }

        if (kept is not null) yield return Photo(spool, kept, bytes);
    }

    public void Dispose()
    {
        foreach (var (_, reader) in parts) reader.Dispose();
    }

    private SpooledPhoto PutAside(FileStream spool, AnnotatedPhoto photo, int part, long order)
    {
        long start = spool.Length;
        spool.Position = start;
        var bytes = PhotoBytes.Write(photo, category => merged.IndexOf(part, category));
        spool.Write(bytes);
        int content = -1;
        if (photo.PhotoPath is null && photo.OpenPhoto is { } open)
        {
            using var stream = open();
            stream.CopyTo(spool);
            content = checked((int)(spool.Position - start - bytes.Length));
        }

        return new SpooledPhoto(photo.Name, order, part, start, bytes.Length, content, photo.PhotoPath ?? "");
    }

    private static AnnotatedPhoto Photo(FileStream spool, SpooledPhoto photo, byte[] bytes) => PhotoBytes.Read(
        bytes,
        photo.Path.Length > 0 ? photo.Path : null,
        photo.ContentLength < 0
            ? null
            : () => new MemoryStream(Bytes(spool, photo.Start + photo.Length, photo.ContentLength), writable: false));

    private static byte[] Bytes(FileStream spool, long start, int length)
    {
        var bytes = new byte[length];
        spool.Position = start;
        spool.ReadExactly(bytes);
        return bytes;
    }
}
