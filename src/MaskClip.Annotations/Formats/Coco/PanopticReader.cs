using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>Reads COCO panoptic: every segment is a region.</summary>
internal sealed class PanopticReader : IAnnotationReader
{
    private readonly string path, folder;
    private readonly CocoIndex index;

    public PanopticReader(string path)
    {
        this.path = path;
        folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
        index = ReadingErrors.Named(path, "", () => new CocoIndex(path, PanopticFormat.FileName));
        Schema = ReadingErrors.Named(path, "", () => new AnnotationSchema(index.Categories));
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        index.ReportWrong(onError);
        foreach (var (image, name, annotations) in index.Images())
        {
            var photo = ReadingErrors.Try(path, name, onError, () => Photo(image, name, annotations, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose() => index.Dispose();

    private AnnotatedPhoto Photo(
        JsonElement image, string name, IReadOnlyList<CocoRecord> annotations, Action<AnnotationException>? onError)
    {
        var (width, height) = PhotoSize.Check(image.Int("width"), image.Int("height"));
        var file = image.Text("file_name");
        if (annotations.Count > 1) throw new FormatException($"{annotations.Count} annotations are of this image; panoptic has one each.");
        IReadOnlyList<AnnotatedRegion> regions = annotations.Count == 0
            ? []
            : Regions(index.Annotation(annotations[0]), name, width, height, onError);
        return new AnnotatedPhoto(file, width, height, regions) { PhotoPath = PhotoFiles.Find(path, file) };
    }

    private List<AnnotatedRegion> Regions(
        JsonElement annotation, string name, int width, int height, Action<AnnotationException>? onError)
    {
        var masks = Masks(annotation.Text("file_name"), width, height);
        var seen = new HashSet<int>();
        List<AnnotatedRegion> regions = [];
        foreach (var segment in annotation.List("segments_info"))
        {
            var record = segment.Optional("id") is { } id ? $"{name}, segment {id}" : $"{name}, segment number {regions.Count + 1}";
            var region = ReadingErrors.Try(path, record, onError, () => Region(segment, masks, seen));
            if (region is not null) regions.Add(region);
        }

        foreach (int id in masks.Keys.Where(id => !seen.Contains(id)))
        {
            ReadingErrors.Try<object>(path, $"{name}, segment {id}", onError, () =>
                throw new FormatException($"{masks[id].Area} pixels of the PNG have this id, and 'segments_info' has it not."));
        }

        return regions;
    }

    private AnnotatedRegion Region(JsonElement segment, Dictionary<int, RegionMask> masks, HashSet<int> seen)
    {
        int id = segment.Int("id");
        if (!seen.Add(id)) throw new FormatException("Another segment before it has the same id; ids are unique.");
        if (id is < 1 or > SegmentIds.Max) throw new FormatException($"Ids are 1 to {SegmentIds.Max}.");
        if (!masks.TryGetValue(id, out var mask)) throw new FormatException("No pixel of the PNG has this id.");
        int number = segment.Int("category_id"), category = Schema.IndexOf(number);
        if (category < 0) throw new FormatException($"'category_id' is {number}, and no category has that id.");
        return new AnnotatedRegion(category, mask) { IsCrowd = CocoJson.IsCrowd(segment), Score = CocoJson.Score(segment) };
    }

    private Dictionary<int, RegionMask> Masks(string name, int width, int height)
    {
        if (!PhotoStem.IsBelow(name)) throw new FormatException($"'{name}' leads out of the folder of PNG files.");
        var file = Path.Combine(folder, name);
        if (!File.Exists(file)) throw new FormatException($"There is no file '{file}' with the segments' ids.");
        var png = RgbImage.Load(file);
        if ((png.Width, png.Height) != (width, height))
            throw new FormatException($"'{file}' is {png.Width}x{png.Height}; the photo is {width}x{height}.");
        var numbers = new Dictionary<int, ushort> { [0] = 0 };
        var labels = new ushort[width * height];
        for (int i = 0; i < labels.Length; i++)
        {
            int id = SegmentIds.Of(png.Pixels.Slice(3 * i, 3));
            if (!numbers.TryGetValue(id, out labels[i])) numbers[id] = labels[i] = checked((ushort)numbers.Count);
        }

        var ids = numbers.ToDictionary(pair => pair.Value, pair => pair.Key);
        return LabelShapes.Instances(labels, width, height, [0], new InstanceOptions { Split = false })
            .ToDictionary(part => ids[part.Label], part => part.Mask);
    }
}
