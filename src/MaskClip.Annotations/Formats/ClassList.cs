namespace MaskClip.Annotations.Formats;

/// <summary>The classes that occur in files without a list of classes: each id has one name, each name one id.</summary>
internal sealed class ClassList
{
    private readonly SortedDictionary<int, string> names = [];
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    /// <summary>Adds a class as a record names it; the first one to use an id or a name has it.</summary>
    public void Add(int id, string name)
    {
        if (id < 0 || string.IsNullOrWhiteSpace(name) || names.ContainsKey(id) || !ids.TryAdd(name, id)) return;
        names[id] = name;
    }

    /// <summary>The classes in the order of their ids.</summary>
    public AnnotationSchema ToSchema() => new(names.Select(one => new AnnotationCategory(one.Key, one.Value)));

    /// <summary>
    /// Classes by their names alone, numbered in their order; an empty name is not a class, and its records are refused when they are read.
    /// </summary>
    public static AnnotationSchema OfNames(IEnumerable<string?> names) =>
        new(names.Where(name => !string.IsNullOrWhiteSpace(name)).Select((name, i) => new AnnotationCategory(i + 1, name!)))
        {
            IsNumbered = false,
        };

    /// <summary>The index of a class as a record names it.</summary>
    /// <exception cref="FormatException">Another record has given the id or the name to another.</exception>
    public static int Find(AnnotationSchema schema, int id, string? name)
    {
        int index = schema.IndexOf(id);
        if (index >= 0 && (name is null || schema.Categories[index].Name == name)) return index;
        throw new FormatException(index >= 0
            ? $"The class {id} is '{name}' here and '{schema.Categories[index].Name}' elsewhere; an id has one name."
            : $"There is no class {id} named '{name}': ids are not negative, names not empty, and each name has one id.");
    }
}
