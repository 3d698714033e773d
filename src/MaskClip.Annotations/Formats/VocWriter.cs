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
    private readonly StringBuilder names = new();

    public VocWriter(string folder, AnnotationSchema schema)
    {
        var tooLarge = schema.Categories.FirstOrDefault(category => category.Id > MaxValue);
        if (tooLarge is not null)
        {
            throw new AnnotationException(
                folder, $"class '{tooLarge.Name}'", $"Its id is {tooLarge.Id}; VOC's masks hold 0 to {MaxValue}.");
        }

        (this.folder, this.schema) = (folder, schema);
        objects = new Vocabulary([.. Enumerable.Range(0, MaxValue + 1).Select(i => new VocabularyClass($"{i}", [$"{i}"], i == 0))]);
        classes = new Vocabulary(objects.Classes, Colors(schema));
    }

    public void Add(AnnotatedPhoto photo)
    {
        var stem = PhotoStem.Of(photo.Name);
        int background = schema.Background;
        ushort unlabeled = (ushort)(background < 0 ? 0 : schema.Categories[background].Id);
        var labels = new ushort[photo.Width * photo.Height];
        Array.Fill(labels, unlabeled);
        var numbers = new ushort[labels.Length];
        for (int i = 0; i < photo.Regions.Count; i++)
        {
            photo.Regions[i].Mask.Paint(labels, (ushort)schema.Categories[photo.Regions[i].Category].Id);

            // More objects than values share the last one; classes are exact all the same.
            photo.Regions[i].Mask.Paint(numbers, (ushort)Math.Min(i + 1, MaxValue));
        }

        photo.Void?.Paint(labels, Segmentation.Ignore);
        photo.Void?.Paint(numbers, Segmentation.Ignore);
        LabelMask.Save(new Segmentation(photo.Width, photo.Height, classes, labels), Mask(VocFormat.Classes));
        LabelMask.Save(new Segmentation(photo.Width, photo.Height, objects, numbers), Mask(VocFormat.Objects));
        names.Append(stem.Replace(Path.DirectorySeparatorChar, '/')).Append('\n');

        string Mask(string kind) => Path.Combine(folder, kind, $"{stem}.png");
    }

    public IReadOnlyList<string> Complete()
    {
        var map = new StringBuilder("# label:color_rgb:parts:actions\n");
        for (int id = 0; id <= schema.Categories.Max(category => category.Id); id++)
        {
            // A line's number is a value's meaning, so values that stand for nothing need a line too.
            var category = schema.IndexOf(id) is >= 0 and var index ? schema.Categories[index] : null;
            var (red, green, blue) = category?.Color ?? Palette.Default[id];
            var name = category?.Name.Replace(':', ' ') ?? (id == 0 ? "background" : $"unused {id}");
            map.Append(CultureInfo.InvariantCulture, $"{name}:{red},{green},{blue}::\n");
        }

        AtomicFile.WriteAllText(Path.Combine(folder, VocFormat.LabelMap), map.ToString());
        AtomicFile.WriteAllText(Path.Combine(folder, VocFormat.List), names.ToString());
        return [Path.Combine(folder, VocFormat.Classes), Path.Combine(folder, VocFormat.LabelMap)];
    }

    public void Dispose()
    {
    }

    private static Palette Colors(AnnotationSchema schema)
    {
        var rgb = new byte[3 * (MaxValue + 1)];
        for (int i = 0; i <= MaxValue; i++)
        {
            var (red, green, blue) = schema.IndexOf(i) is >= 0 and var index && schema.Categories[index].Color is { } color
                ? color
                : Palette.Default[i];
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = (red, green, blue);
        }

        return new Palette(rgb);
    }
}
