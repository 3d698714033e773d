using System.Globalization;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>Reads COCO stuff's pixel maps with a list of names, <c>id: name</c> a line, as nightrome/cocostuff has it.</summary>
internal sealed class PixelMapReader : IAnnotationReader
{
    private readonly string folder;
    private readonly FileList files;

    public PixelMapReader(string folder)
    {
        this.folder = Path.Combine(folder, StuffFormat.PixelMaps);
        var names = Path.Combine(folder, StuffFormat.Names);
        if (!Directory.Exists(this.folder) || !File.Exists(names))
        {
            throw new AnnotationException(
                folder,
                "",
                $"There is neither '{StuffFormat.FileName}' nor a folder '{StuffFormat.PixelMaps}' with '{StuffFormat.Names}' beside it.");
        }

        Schema = ReadingErrors.Named(names, "", () => new AnnotationSchema(
            File.ReadLines(names).Where(line => !string.IsNullOrWhiteSpace(line)).Select(Category)));
        files = new FileList(this.folder, ".png");
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        foreach (var file in files.Paths())
        {
            var photo = ReadingErrors.Try(file, "", onError, () => Photo(file, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose() => files.Dispose();

    private AnnotatedPhoto Photo(string file, Action<AnnotationException>? onError)
    {
        var mask = LabelMask.Load(file);
        List<AnnotatedRegion> regions = [];
        foreach (var part in LabelShapes.Instances(mask.Labels, mask.Width, mask.Height, [0], new InstanceOptions { Split = false })
            .OrderBy(part => part.Label))
        {
            var region = ReadingErrors.Try(file, $"value {part.Label}", onError, () => Schema.IndexOf(part.Label) is >= 0 and var category
                ? new AnnotatedRegion(category, part.Mask)
                : throw new FormatException(
                    $"'{StuffFormat.Names}' has no such id. Pixel maps hold ids, 0 for none; COCO-Stuff's 'stuffthingmaps' hold ids less "
                    + "one and 255 for none, and are a data set layout of their own."));
            if (region is not null) regions.Add(region);
        }

        var name = Path.ChangeExtension(Path.GetRelativePath(folder, file), ".jpg").Replace('\\', '/');
        return new AnnotatedPhoto(name, mask.Width, mask.Height, regions)
        {
            PhotoPath = PhotoFiles.Find(Path.GetDirectoryName(folder)!, name),
        };
    }

    private static AnnotationCategory Category(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !int.TryParse(line.AsSpan(0, colon), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out int id))
        {
            throw new FormatException($"'{line}' is not a name; a line such as '1: person' is expected.");
        }

        return new AnnotationCategory(id, line[(colon + 1)..].Trim(), IsBackground: id == 0, IsStuff: true);
    }
}
