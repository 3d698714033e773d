using MaskClip.Annotations;
using MaskClip.Annotations.Shapes;

namespace MyProgram;

/// <summary>boxes.tsv: a region a line, photo, size of the photo, class and the box around it.</summary>
public sealed class BoxesFormat : IAnnotationFormat
{
    public string Name => "boxes";

    public string Description => "boxes.tsv: the box around each region. Shapes and scores are lost.";

    public IAnnotationReader Open(string path) => new Reader(File.Exists(path) ? path : Path.Combine(path, "boxes.tsv"));

    public IAnnotationWriter Create(string folder, AnnotationSchema schema) => new Writer(Directory.CreateDirectory(folder).FullName, schema);

    private sealed class Writer(string folder, AnnotationSchema schema) : IAnnotationWriter
    {
        private readonly string path = Path.Combine(folder, "boxes.tsv");
        private readonly StreamWriter lines = new(Path.Combine(folder, "boxes.tsv.new"));

        public void Add(AnnotatedPhoto photo)
        {
            foreach (var region in photo.Regions)
            {
                var (x, y, width, height) = region.Mask.Box;
                lines.WriteLine(string.Join('\t', photo.Name, photo.Width, photo.Height, schema.Categories[region.Category].Name, x, y, width, height));
            }
        }

        public IReadOnlyList<string> Complete()
        {
            lines.Dispose();
            File.Move(path + ".new", path, overwrite: true);
            return [path];
        }

        public void Dispose() => lines.Dispose();
    }

    private sealed class Reader(string path) : IAnnotationReader
    {
        public AnnotationSchema Schema { get; } =
            new(File.ReadLines(path).Select(line => line.Split('\t')[3]).Distinct().Select((name, id) => new AnnotationCategory(id + 1, name)));

        public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
        {
            // A photo's lines stand together: nothing but one photo is ever held.
            List<AnnotatedRegion> regions = [];
            string[] first = [];
            foreach (var parts in File.ReadLines(path).Select(line => line.Split('\t')))
            {
                if (first.Length > 0 && parts[0] != first[0])
                {
                    yield return Photo();
                    regions = [];
                }

                first = parts;
                try
                {
                    int[] box = [.. parts[4..8].Select(int.Parse)];
                    var runs = Enumerable.Range(box[1], box[3]).Select(y => new PixelRun(y, box[0], box[2]));
                    regions.Add(new(Schema.IndexOf(parts[3]), new RegionMask(int.Parse(parts[1]), int.Parse(parts[2]), runs)));
                }
                catch (Exception error) when (error is FormatException or ArgumentException)
                {
                    // One bad line costs only itself where the caller says so.
                    var bad = new AnnotationException(path, string.Join(' ', parts), $"This is no region: {error.Message}", error);
                    if (onError is null) throw bad;
                    onError(bad);
                }
            }

            if (first.Length > 0) yield return Photo();

            AnnotatedPhoto Photo() => new(first[0], int.Parse(first[1]), int.Parse(first[2]), regions);
        }

        public void Dispose()
        {
        }
    }
}
