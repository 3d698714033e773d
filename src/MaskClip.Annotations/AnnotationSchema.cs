namespace MaskClip.Annotations;

/// <summary>The classes of a set of annotations, in their order. Immutable: safe to share between threads.</summary>
public sealed class AnnotationSchema
{
    private readonly Dictionary<int, int> ids = [];
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);

    /// <summary>Creates a schema.</summary>
    /// <param name="categories">The classes. Ids and names are unique.</param>
    /// <exception cref="ArgumentException">Two have one id or one name, an id is negative, or a name is empty.</exception>
    public AnnotationSchema(IEnumerable<AnnotationCategory> categories)
    {
        ArgumentNullException.ThrowIfNull(categories);
        Categories = [.. categories];
        for (int i = 0; i < Categories.Count; i++)
        {
            var (id, name) = (Categories[i].Id, Categories[i].Name);
            if (id < 0) throw Refused($"The id {id} of '{name}' is negative; ids count from 0.");
            if (string.IsNullOrWhiteSpace(name)) throw Refused($"The class {id} has no name.");
            if (!ids.TryAdd(id, i)) throw Refused($"Two classes have the id {id}: '{Categories[ids[id]].Name}' and '{name}'.");
            if (!names.TryAdd(name, i)) throw Refused($"Two classes are named '{name}'.");
        }

        static ArgumentException Refused(string error) => new(error, nameof(categories));
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<AnnotationCategory> Categories { get; }

    /// <summary>Index of the background; -1 where there is none.</summary>
    public int Background => Categories.TakeWhile(category => !category.IsBackground).Count() is var i && i < Categories.Count ? i : -1;

    /// <summary>
    /// The classes of a vocabulary: ids are indices, from 1 on where the vocabulary has no background, so that 0 is free.
    /// </summary>
    /// <param name="vocabulary">The names.</param>
    /// <exception cref="OptionsException">Two classes have one name, which annotation files cannot tell apart.</exception>
    public static AnnotationSchema From(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var classes = vocabulary.Classes;
        if (classes.CountBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(one => one.Value > 1).Key is { } repeated)
        {
            throw new OptionsException(
                $"Two names are written as '{repeated}', and annotation files cannot tell them apart. Leave one out, or give it a label, " +
                "as in 'sofa=seat'.",
                nameof(vocabulary));
        }

        int first = classes.Count > 0 && classes[0].IsBackground ? 0 : 1;
        return new AnnotationSchema(classes.Select((one, i) =>
            new AnnotationCategory(i + first, one.Name, one.IsBackground, Color: vocabulary.Palette[i % vocabulary.Palette.Count])));
    }

    /// <summary>Index of the class of an id; -1 where there is none.</summary>
    /// <param name="id">The id in the file.</param>
    public int IndexOf(int id) => ids.GetValueOrDefault(id, -1);

    /// <summary>Index of the class of a name, capitals included; -1 where there is none.</summary>
    /// <param name="name">The name.</param>
    public int IndexOf(string name) => names.GetValueOrDefault(name, -1);
}
