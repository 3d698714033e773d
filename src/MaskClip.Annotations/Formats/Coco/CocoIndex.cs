using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>
/// Which annotations of a COCO file belong to which image. The file is gone through once; places of records are kept, sorted on the disk
/// where they are many, so that memory does not grow with the file.
/// </summary>
internal sealed class CocoIndex : IDisposable
{
    // So many ids that stand twice are named one by one.
    private const int MaxDuplicates = 10_000;

    private static readonly string[] Lists = ["images", "annotations", "categories"];

    private readonly string path;
    private readonly SafeFileHandle file, sizes;
    private readonly SortedSpool<CocoRecord> images = CocoRecord.Spool(), annotations = CocoRecord.Spool();
    private readonly SortedSpool<CocoRecord> wrong = CocoRecord.Spool();
    private readonly List<AnnotationCategory> categories = [];
    private readonly HashSet<long> duplicates = [];

    /// <summary>Goes through a file.</summary>
    /// <param name="path">The file: COCO's object, or a list of results with COCO's object beside it.</param>
    /// <param name="beside">The file name of that object.</param>
    public CocoIndex(string path, string beside)
    {
        this.path = path;
        file = sizes = File.OpenHandle(path);
        try
        {
            using var byImage = CocoRecord.Spool();
            using var byId = CocoRecord.Spool();
            if (IsList())
            {
                var described = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, beside);
                if (!File.Exists(described))
                {
                    throw new FormatException(
                        $"A list of results names images by number only; put '{beside}' with 'images' and 'categories' beside it.");
                }

                sizes = File.OpenHandle(described);
                using var results = JsonRecords.OfList(path, "");
                using var record = JsonRecords.OfObject(described, ["images", "categories"], "A COCO file is a JSON object.");
                Take(record, byId, byImage);
                Take(results, byId, byImage);
            }
            else
            {
                using var records = JsonRecords.OfObject(path, Lists, "A COCO file is a JSON object.");
                Take(records, byId, byImage);
                var missing = Lists.Except(records.Found).Order(StringComparer.Ordinal).FirstOrDefault();
                if (missing is not null) throw new FormatException($"A COCO file has a list '{missing}'; there is none.");
            }

            Join(byId, byImage);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private enum Error
    {
        NoImage,
        AnnotationTwice,
        ImageWithoutId,
        ImageTwice,
    }

    /// <summary>The categories, as the file has them.</summary>
    public IReadOnlyList<AnnotationCategory> Categories => categories;

    /// <summary>Says what is wrong about records that belong to no image.</summary>
    public void ReportWrong(Action<AnnotationException>? onError)
    {
        foreach (var one in wrong.Sorted())
        {
            var error = (Error)one.Key;
            bool isImage = error is Error.ImageWithoutId or Error.ImageTwice;
            var record = Parse(one, isImage);
            ReadingErrors.Try<object>(path, Name(isImage ? "image" : "annotation", record, one), onError, () =>
                throw new FormatException(Reason(error, record)));
        }
    }

    /// <summary>The images in their order, each with its annotations in theirs.</summary>
    public IEnumerable<(JsonElement Image, string Name, IReadOnlyList<CocoRecord> Annotations)> Images()
    {
        using var owned = annotations.Sorted().GetEnumerator();
        bool isMore = owned.MoveNext();
        foreach (var image in images.Sorted())
        {
            List<CocoRecord> own = [];
            for (; isMore && owned.Current.Key == image.Key; isMore = owned.MoveNext()) own.Add(owned.Current);
            var record = Parse(image, isImage: true);
            yield return (record, Name("image", record, image), own);
        }
    }

    /// <summary>Reads an annotation.</summary>
    public JsonElement Annotation(CocoRecord record) => Parse(record, isImage: false);

    /// <summary>What an annotation is called in messages: by its id, or its number in the list.</summary>
    public static string NameOf(JsonElement annotation, CocoRecord record) => Name("annotation", annotation, record);

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        sizes.Dispose();
        images.Dispose();
        annotations.Dispose();
        wrong.Dispose();
    }

    private bool IsList()
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..RandomAccess.Read(file, start, 0)];
        return start.TrimStart((ReadOnlySpan<byte>)[(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF]) is [(byte)'[', ..];
    }

    private void Take(JsonRecords records, SortedSpool<CocoRecord> byId, SortedSpool<CocoRecord> byImage)
    {
        using var ids = CocoRecord.Spool();
        for (long order = 0; records.Next(); order++)
        {
            var (bytes, place) = (records.Record, new CocoRecord(0, order, records.Start, records.Record.Length));
            if (records.List == "categories")
            {
                categories.Add(Category(bytes));
                continue;
            }

            var (id, image) = RecordIds.Of(bytes.Span);
            if (records.List == "images")
            {
                if (id is { } own) byId.Add(place with { Key = own });
                else Refuse(place, Error.ImageWithoutId);
            }
            else
            {
                if (id is { } own) ids.Add(place with { Key = own });
                if (image is { } of) byImage.Add(place with { Key = of });
                else Refuse(place, Error.NoImage);
            }
        }

        FindDuplicates(ids);
    }

    private void FindDuplicates(SortedSpool<CocoRecord> ids)
    {
        long? previous = null;
        foreach (var one in ids.Sorted())
        {
            if (one.Key == previous)
            {
                duplicates.Add(one.Start);
                if (duplicates.Count > MaxDuplicates)
                    throw new FormatException($"More than {MaxDuplicates} annotations have an id that another has; ids are unique.");
            }

            previous = one.Key;
        }
    }

    // Images by number, and annotations by their image's number.
    private void Join(SortedSpool<CocoRecord> byId, SortedSpool<CocoRecord> byImage)
    {
        using var owned = byImage.Sorted().GetEnumerator();
        bool isMore = owned.MoveNext();
        long? previous = null;
        foreach (var image in byId.Sorted())
        {
            if (image.Key == previous)
            {
                Refuse(image, Error.ImageTwice);
                continue;
            }

            previous = image.Key;
            for (; isMore && owned.Current.Key < image.Key; isMore = owned.MoveNext()) Refuse(owned.Current, Error.NoImage);
            images.Add(image with { Key = image.Order });
            for (; isMore && owned.Current.Key == image.Key; isMore = owned.MoveNext())
            {
                if (duplicates.Contains(owned.Current.Start)) Refuse(owned.Current, Error.AnnotationTwice);
                else annotations.Add(owned.Current with { Key = image.Order });
            }
        }

        for (; isMore; isMore = owned.MoveNext()) Refuse(owned.Current, Error.NoImage);
    }

    private void Refuse(CocoRecord record, Error error) => wrong.Add(record with { Key = (long)error });

    private static string Reason(Error error, JsonElement record) => error switch
    {
        Error.ImageWithoutId => "The field 'id' is missing or no whole number.",
        Error.ImageTwice => "Another image before it has the same id; ids are unique.",
        Error.AnnotationTwice => "Another annotation before it has the same id; ids are unique.",
        _ => record.Optional("image_id") is { } image
            ? $"'image_id' is {image}, and no image has that id."
            : "The field 'image_id' is missing.",
    };

    private static string Name(string kind, JsonElement record, CocoRecord place) =>
        record.Optional("id") is { } id ? $"{kind} {id}" : $"{kind} number {place.Order + 1}";

    private JsonElement Parse(CocoRecord record, bool isImage)
    {
        using var document = JsonDocument.Parse(Bytes(record, isImage));
        return document.RootElement.Clone();
    }

    private byte[] Bytes(CocoRecord record, bool isImage)
    {
        var bytes = new byte[record.Length];
        for (int read = 0; read < bytes.Length;)
        {
            int more = RandomAccess.Read(isImage ? sizes : file, bytes.AsSpan(read), record.Start + read);
            read += more > 0 ? more : throw new FormatException("The file has become shorter while it was read.");
        }

        return bytes;
    }

    private static AnnotationCategory Category(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return CocoJson.ReadCategory(document.RootElement);
    }
}
