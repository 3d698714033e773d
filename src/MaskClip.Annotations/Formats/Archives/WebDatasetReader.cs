using System.Formats.Tar;
using System.Text.Json;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Archives;

/// <summary>
/// Reads tars whose samples have a JSON as this library writes it; the files of a sample stand together. Nothing is written anywhere, and
/// names that lead out of a folder are refused.
/// </summary>
internal sealed class WebDatasetReader : IAnnotationReader
{
    private const long MaxEntryBytes = 1L << 30;
    private const int EntriesOfAReader = 1000, BlockBytes = 512;

    private readonly string path;

    public WebDatasetReader(string path)
    {
        this.path = path;
        using var tars = Tars();
        if (tars.IsEmpty) throw new AnnotationException(path, "", "There is no file *.tar, as WebDataset has.");
        var classes = new Dictionary<int, AnnotationCategory>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (tar, key, json, _) in Samples(static _ => { }, withPhotos: false))
        {
            ReadingErrors.Try<object>(tar, key, static _ => { }, () =>
            {
                foreach (var category in Parse(json).List("classes").Select(Coco.CocoJson.ReadCategory))
                {
                    if (category.Id >= 0 && !string.IsNullOrWhiteSpace(category.Name) && !classes.ContainsKey(category.Id)
                        && names.Add(category.Name)) classes[category.Id] = category;
                }

                return classes;
            });
        }

        Schema = new AnnotationSchema(classes.Values.OrderBy(category => category.Id));
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var (tar, key, json, content) in Samples(onError, withPhotos: true))
        {
            var record = $"sample '{key}'";
            var photo = ReadingErrors.Try(tar, record, onError, () => SampleJson.Read(
                Parse(json), Schema, tar, record, onError, content is null ? null : () => new MemoryStream(content, writable: false)));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose()
    {
    }

    private static JsonElement Parse(byte[]? json)
    {
        if (json is null) throw new FormatException($"The sample has no '.{WebDatasetFormat.Json}' with name, size, classes and regions.");
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private FileList Tars() => new(path, ".tar");

    private IEnumerable<(string Tar, string Key, byte[]? Json, byte[]? Photo)> Samples(
        Action<AnnotationException>? onError, bool withPhotos)
    {
        using var tars = Tars();
        foreach (var tar in tars.Paths())
        {
            string? key = null;
            byte[]? json = null, photo = null;
            foreach (var (own, part, content) in Parts(tar, onError, withPhotos))
            {
                if (key is not null && own != key)
                {
                    yield return (tar, key, json, photo);
                    (json, photo) = (null, null);
                }

                key = own;
                if (part == WebDatasetFormat.Json) json = content;
                else if (content is not null) photo = content;
            }

            if (key is not null) yield return (tar, key, json, photo);
        }
    }

    // Of other parts than JSON and photo only the key matters.
    private static IEnumerable<(string Key, string Part, byte[]? Content)> Parts(
        string tar, Action<AnnotationException>? onError, bool withPhotos)
    {
        using var file = File.OpenRead(tar);
        // .NET's reader takes as much memory as a header claims: it sees those alone whose claims are true.
        int entries = TarHeaders.Count(tar, file, out var damage);
        var reader = new TarReader(file, leaveOpen: true);
        string last = "the first entry";
        int read = 0;
        while (true)
        {
            bool isEnd = false;
            if (damage is not null && entries-- == 0)
            {
                ReadingErrors.Try<Entry>(tar, $"after {last}", onError, () => throw damage);
                yield break;
            }

            var entry = ReadingErrors.Try(tar, $"after {last}", onError, () =>
            {
                var next = Whole(reader);
                isEnd = next is null;
                return next;
            });
            if (entry is null && (isEnd || onError is not null)) yield break;
            last = $"entry '{entry!.Name}'";
            read++;
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            var part = ReadingErrors.Try(tar, last, onError, () => Part(entry, withPhotos));
            if (part is null) continue;
            yield return (part.Key, part.Name, part.Content);

            // A reader keeps something of every entry: another goes on behind content that was read to its end.
            if (part.Content is null || read < EntriesOfAReader) continue;
            file.Position = (file.Position + BlockBytes - 1) / BlockBytes * BlockBytes;
            reader = new TarReader(file, leaveOpen: true);
            read = 0;
        }
    }

    private static Entry? Part(TarEntry entry, bool withPhotos)
    {
        var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
        if (!PhotoStem.IsBelow(name)) throw new FormatException("The name leads out of the folder; names below it are allowed.");
        if (SampleKey.Split(name) is not var (key, part)) return null;
        bool isPhoto = part is "jpg" or "jpeg" or "png" or "webp" or "bmp" or "gif" or "tif" or "tiff" or "bin";
        if (part != WebDatasetFormat.Json && !(isPhoto && withPhotos)) return new Entry(key, part, null);
        if (entry.Length > MaxEntryBytes)
            throw new FormatException($"The entry has {entry.Length} bytes; up to {MaxEntryBytes >> 20} MiB are read.");
        using var content = new MemoryStream();
        try
        {
            entry.DataStream?.CopyTo(content);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            throw new FormatException("The tar ends within the entry.", error);
        }

        return new Entry(key, part, content.ToArray());
    }

    // What the tar reader throws for damaged archives.
    private static TarEntry? Whole(TarReader reader)
    {
        try
        {
            return reader.GetNextEntry();
        }
        catch (Exception error) when (error is IOException or InvalidDataException or NotSupportedException)
        {
            throw new FormatException("The tar is cut off or damaged here; what comes after cannot be read.", error);
        }
    }

    private sealed record Entry(string Key, string Name, byte[]? Content);
}
