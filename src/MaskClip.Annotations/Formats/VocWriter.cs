using System.Globalization;
using System.Text;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>Writes VOC's masks: pixel values are category ids.</summary>
internal sealed class VocWriter : IAnnotationWriter
{
    private const int MaxValue = 254;

    private readonly string folder;
    private readonly AnnotationSchema schema;
    private readonly Vocabulary classes, objects;
    private readonly MaskNumbers numbers;
    private readonly FileStream names = SpoolFile.Create();

    public VocWriter(string folder, AnnotationSchema schema)
    {
        (this.folder, this.schema) = (folder, schema);
        numbers = new MaskNumbers(folder, schema, MaxValue, "VOC's masks");
        objects = PixelColors.Of(_ => null, MaxValue);
        classes = PixelColors.Of(number => numbers.ClassOf(number)?.Color, MaxValue);
    }

    public void Add(AnnotatedPhoto photo)
    {
        var stem = PhotoStem.Of(photo.Name);
        int background = schema.Background;
        ushort unlabeled = background < 0 ? (ushort)0 : numbers.Of(background);
        var labels = new ushort[photo.Width * photo.Height];
        Array.Fill(labels, unlabeled);
        var parts = new ushort[labels.Length];
        for (int i = 0; i < photo.Regions.Count; i++)
        {
            photo.Regions[i].Mask.Paint(labels, numbers.Of(photo.Regions[i].Category));

            // More objects than values share the last one; classes are exact all the same.
            photo.Regions[i].Mask.Paint(parts, (ushort)Math.Min(i + 1, MaxValue));
        }

        photo.Void?.Paint(labels, Segmentation.Ignore);
        photo.Void?.Paint(parts, Segmentation.Ignore);
        LabelMask.Save(new Segmentation(photo.Width, photo.Height, classes, labels), Mask(VocFormat.Classes));
        LabelMask.Save(new Segmentation(photo.Width, photo.Height, objects, parts), Mask(VocFormat.Objects));
        names.Write(Encoding.UTF8.GetBytes($"{stem.Replace(Path.DirectorySeparatorChar, '/')}\n"));

        string Mask(string kind) => Path.Combine(folder, kind, $"{stem}.png");
    }

    public IReadOnlyList<string> Complete()
    {
        var map = new StringBuilder("# label:color_rgb:parts:actions\n");
        for (int id = 0; id <= schema.Categories.Select(one => one.Id + numbers.Offset).DefaultIfEmpty().Max(); id++)
        {
            // A line's number is a value's meaning, so values that stand for nothing need a line too.
            var category = numbers.ClassOf(id);
            var (red, green, blue) = category?.Color ?? Palette.Default[id];
            var name = category?.Name.Replace(':', ' ') ?? (id == 0 ? "background" : $"unused {id}");
            map.Append(CultureInfo.InvariantCulture, $"{name}:{red},{green},{blue}::\n");
        }

        AtomicFile.WriteAllText(Path.Combine(folder, VocFormat.LabelMap), map.ToString());
        AtomicFile.Write(Path.Combine(folder, VocFormat.List), names.CopyAllTo);
        return [Path.Combine(folder, VocFormat.Classes), Path.Combine(folder, VocFormat.LabelMap)];
    }

    public void Dispose() => names.Dispose();
}
