using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>
/// Reads COCO instances, or a list of results with the file that they are of beside it. Annotations are read when their photo is.
/// </summary>
internal sealed class CocoReader : IAnnotationReader
{
    private readonly string path;
    private readonly CocoIndex index;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isStuff">Whether every class is one region a photo.</param>
    public CocoReader(string path, bool isStuff = false)
    {
        this.path = path;
        index = ReadingErrors.Named(path, "", () => new CocoIndex(path, CocoFormat.FileName));
        Schema = ReadingErrors.Named(path, "", () => new AnnotationSchema(
            index.Categories.Select(category => isStuff ? category with { IsStuff = true } : category)));
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        index.ReportWrong(onError);
        foreach (var (image, name, annotations) in index.Images())
        {
            var photo = ReadingErrors.Try(path, name, onError, () => Photo(image, annotations, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose() => index.Dispose();

    private AnnotatedPhoto Photo(JsonElement image, IReadOnlyList<CocoRecord> annotations, Action<AnnotationException>? onError)
    {
        var (width, height) = PhotoSize.Check(image.Int("width"), image.Int("height"));
        List<AnnotatedRegion> regions = [];
        foreach (var record in annotations)
        {
            var annotation = index.Annotation(record);
            var region = ReadingErrors.Try(
                path, CocoIndex.NameOf(annotation, record), onError, () => Region(annotation, width, height));
            if (region is not null) regions.Add(region);
        }

        return new AnnotatedPhoto(image.Text("file_name"), width, height, regions)
        {
            PhotoPath = PhotoFiles.Find(path, image.Text("file_name")),
        };
    }

    private AnnotatedRegion Region(JsonElement annotation, int width, int height)
    {
        int id = annotation.Int("category_id"), category = Schema.IndexOf(id);
        if (category < 0) throw new FormatException($"'category_id' is {id}, and no category has that id.");
        bool isCrowd = CocoJson.IsCrowd(annotation);
        double? score = CocoJson.Score(annotation);
        var shape = annotation.Field("segmentation");
        if (shape.ValueKind != JsonValueKind.Array)
            return new AnnotatedRegion(category, CocoJson.ReadRuns(shape, width, height)) { IsCrowd = isCrowd, Score = score };
        var region = new AnnotatedRegion(category, width, height, Polygons(shape)) { IsCrowd = isCrowd, Score = score };
        _ = region.Mask; // a coordinate that is none is this annotation's error, not its user's
        return region;
    }

    private static IReadOnlyList<PixelPolygon> Polygons(JsonElement lists)
    {
        List<PixelPolygon> polygons = [];
        foreach (var list in lists.EnumerateArray())
        {
            double[] numbers = list.Numbers();

            // Exactly four numbers are a box to pycocotools.
            if (numbers is [var x, var y, var width, var height])
                numbers = [x, y, x, y + height, x + width, y + height, x + width, y];
            if (numbers.Length < 6 || numbers.Length % 2 != 0)
                throw new FormatException($"A polygon has {numbers.Length} numbers; x and y of at least three corners are needed.");
            polygons.Add(new PixelPolygon([.. numbers.Chunk(2).Select(pair => new PixelPoint(pair[0], pair[1]))], []));
        }

        return polygons.Count > 0 ? polygons : throw new FormatException("'segmentation' is empty; polygons or run lengths are needed.");
    }
}
