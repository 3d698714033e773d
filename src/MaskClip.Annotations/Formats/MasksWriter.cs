using System.Text;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>
/// Writes plain label masks. What no region covers is the background, value 0, which is added where the classes have none.
/// </summary>
internal sealed class MasksWriter : IAnnotationWriter
{
    private readonly string folder;
    private readonly Vocabulary vocabulary;
    private readonly ushort[] values;

    public MasksWriter(string folder, AnnotationSchema schema)
    {
        this.folder = folder;
        int background = schema.Background;
        var categories = schema.Categories;
        VocabularyClass[] classes =
        [
            new(background < 0 ? "background" : categories[background].Name, ["background"], IsBackground: true),
            .. categories.Where((_, i) => i != background).Select(one => new VocabularyClass(one.Name, [one.Name])),
        ];
        values = new ushort[categories.Count];
        ushort next = 1;
        for (int i = 0; i < values.Length; i++) values[i] = i == background ? (ushort)0 : next++;
        byte[] colors = [0, 0, 0, .. categories.Where((_, i) => i != background).Take(255).SelectMany((one, i) =>
        {
            var (red, green, blue) = one.Color ?? Palette.Default[i + 1];
            return new[] { red, green, blue };
        })];
        vocabulary = new Vocabulary(classes, new Palette(colors));
        foreach (var one in classes.Skip(1)) CheckLine(one);
    }

    public void Add(AnnotatedPhoto photo)
    {
        var labels = new ushort[photo.Width * photo.Height];
        foreach (var region in photo.Regions) region.Mask.Paint(labels, values[region.Category]);
        photo.Void?.Paint(labels, Segmentation.Ignore);
        LabelMask.Save(
            new Segmentation(photo.Width, photo.Height, vocabulary, labels), Path.Combine(folder, $"{PhotoStem.Of(photo.Name)}.png"));
    }

    public IReadOnlyList<string> Complete()
    {
        var text = new StringBuilder("background: background\n");
        foreach (var one in vocabulary.Classes.Skip(1)) text.Append(one.ToText()).Append('\n');
        var path = Path.Combine(folder, MasksFormat.List);
        AtomicFile.WriteAllText(path, text.ToString());
        return [folder, path];
    }

    public void Dispose()
    {
    }

    // A line that is read as something else would shift the meaning of all values behind it.
    private void CheckLine(VocabularyClass one)
    {
        var line = one.ToText();
        bool isOdd = one.Name.Contains('|', StringComparison.Ordinal) || one.Name != one.Name.Trim() || line[0] == '#'
            || line.StartsWith("//", StringComparison.Ordinal) || line.StartsWith("background:", StringComparison.OrdinalIgnoreCase);
        if (!isOdd) return;
        throw new AnnotationException(
            folder,
            $"class '{one.Name}'",
            $"Its name cannot stand in '{MasksFormat.List}', where '|', '#', '//' and 'background:' mean something else. Rename it.");
    }
}
