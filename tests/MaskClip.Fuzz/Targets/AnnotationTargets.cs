using System.Text;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Fuzz.Targets;

/// <summary>Every format of annotations, from files that it wrote itself.</summary>
internal static class AnnotationTargets
{
    private static readonly AnnotationSchema Schema = new([new(1, "cat", Color: (1, 2, 3)), new(2, "dog, \"big\"", IsStuff: true)]);

    /// <summary>The targets: one for each file that a format reads.</summary>
    public static IEnumerable<FuzzTarget> Create()
    {
        foreach (var (format, file) in new[]
        {
            ("coco", "instances.json"), ("coco-panoptic", "panoptic.json"), ("coco-panoptic", "panoptic/a.png"),
            ("coco-stuff", "stuff.json"), ("coco-stuff", "labels.txt"), ("voc", "labelmap.txt"), ("voc", "SegmentationClass/a.png"),
            ("yolo", "data.yaml"), ("yolo", "labels/a.txt"), ("labelme", "a.json"), ("cvat", "annotations.xml"),
            ("label-studio", "tasks.json"), ("supervisely", "meta.json"), ("supervisely", "dataset/ann/a.jpg.json"),
            ("geojson", "a.geojson"), ("csv", "regions.csv"), ("parquet", "regions.parquet"), ("webdataset", "shard-000000.tar"),
        }) yield return Target(format, file);
        yield return Tiff();
    }

    private static FuzzTarget Target(string name, string file)
    {
        var format = AnnotationFormats.Find(name);
        var folder = AllTargets.Folder();
        Write(format, folder, isDrawn: false);
        if (name == "yolo")
        {
            Directory.CreateDirectory(Path.Combine(folder, "images"));
            new RgbImage(8, 4, new byte[3 * 8 * 4]).SavePng(Path.Combine(folder, "images", "a.png"));
        }

        if (file == "labels.txt") File.Delete(Path.Combine(folder, "stuff.json"));
        var path = Path.Combine(folder, file);
        List<byte[]> corpus = [File.ReadAllBytes(path)];
        if (name is "coco" or "cvat" or "label-studio" or "labelme" or "geojson")
        {
            var other = AllTargets.Folder();
            Write(format, other, isDrawn: true);
            corpus.Add(File.ReadAllBytes(Path.Combine(other, file)));
        }

        if (name == "coco") corpus.Add("[{\"image_id\":1,\"category_id\":1,\"score\":0.5,\"segmentation\":[[1,1,2,2]]}]"u8.ToArray());
        return new($"annotations-{name}-{file.Replace('/', '-').Replace(".", "-", StringComparison.Ordinal)}", corpus, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            using var reader = format.Open(folder);

            // Bad records cost only themselves: whatever is left is read to its end.
            foreach (var photo in reader.Read(static _ => { })) photo.ToLabels();
        });
    }

    private static FuzzTarget Tiff()
    {
        var folder = AllTargets.Folder();
        var format = AnnotationFormats.Find("geojson");
        return new("annotations-geotiff", [GeoTiff()], bytes =>
        {
            using var writer = format.Create(folder, Schema);
            writer.Add(new AnnotatedPhoto("a.tif", 8, 4, [Region(isDrawn: false)]) { OpenPhoto = () => new MemoryStream(bytes) });
        });
    }

    // Size, pixel scale, one tie point, three keys; values of more than four bytes behind the tags.
    private static byte[] GeoTiff()
    {
        using var stream = new MemoryStream();
        using var to = new BinaryWriter(stream, Encoding.ASCII);
        const int tags = 5, data = 8 + 2 + 12 * tags + 4;
        to.Write("II*\0"u8);
        to.Write(8);
        to.Write((short)tags);
        Tag(256, 3, 1, 8);
        Tag(257, 3, 1, 4);
        Tag(33550, 12, 3, data);
        Tag(33922, 12, 6, data + 24);
        Tag(34735, 3, 16, data + 72);
        to.Write(0);
        foreach (double number in (double[])[10, 10, 0, 0, 0, 0, 500000, 5200000, 0]) to.Write(number);
        foreach (short number in (short[])[1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32633]) to.Write(number);
        return stream.ToArray();

        void Tag(int tag, short type, int count, int value)
        {
            to.Write((ushort)tag);
            to.Write(type);
            to.Write(count);
            to.Write(value);
        }
    }

    private static AnnotatedRegion Region(bool isDrawn) => isDrawn
        ? new AnnotatedRegion(0, 8, 4, [new PixelPolygon([new(1, 1), new(5.5, 1), new(5.5, 3)], [])]) { Score = 0.5 }
        : new AnnotatedRegion(1, RegionMask.From(8, 4, [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 3 == 0 ? 1 : 0))]))
        {
            Score = 0.25,
        };

    private static void Write(IAnnotationFormat format, string folder, bool isDrawn)
    {
        using var writer = format.Create(folder, Schema);
        writer.Add(new AnnotatedPhoto("a.jpg", 8, 4, [Region(isDrawn), Region(isDrawn: false)])
        {
            OpenPhoto = () => new MemoryStream("photo"u8.ToArray()),
        });
        writer.Complete();
    }
}
