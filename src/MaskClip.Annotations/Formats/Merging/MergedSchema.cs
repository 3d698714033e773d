namespace MaskClip.Annotations.Formats.Merging;

/// <summary>The classes of several parts as those of one.</summary>
internal sealed class MergedSchema
{
    private readonly int[][] indices;

    /// <summary>Merges classes.</summary>
    /// <param name="parts">Each part's path and classes, in the order of the paths.</param>
    /// <exception cref="AnnotationException">Two parts give one id to two classes, or one class two ids.</exception>
    public MergedSchema(IReadOnlyList<(string Path, AnnotationSchema Schema)> parts)
    {
        bool isNumbered = parts.All(part => part.Schema.IsNumbered);
        var byName = new SortedDictionary<string, (AnnotationCategory Category, string Path)>(StringComparer.Ordinal);
        var byId = new Dictionary<int, (AnnotationCategory Category, string Path)>();
        foreach (var (path, schema) in parts)
        {
            foreach (var category in schema.Categories)
            {
                byName.TryAdd(category.Name, (category, path));
                if (!isNumbered) continue;
                byId.TryAdd(category.Id, (category, path));
                var (same, named) = (byId[category.Id], byName[category.Name]);
                if (same.Category.Name != category.Name)
                {
                    throw new AnnotationException(
                        path, $"class {category.Id}", $"It is '{category.Name}' here and '{same.Category.Name}' in '{same.Path}'.");
                }

                if (named.Category.Id != category.Id)
                {
                    throw new AnnotationException(
                        path, $"class '{category.Name}'", $"Its id is {category.Id} here and {named.Category.Id} in '{named.Path}'.");
                }
            }
        }

        Schema = isNumbered
            ? new AnnotationSchema(byId.Values.Select(one => one.Category).OrderBy(category => category.Id))
            : new AnnotationSchema(byName.Values.Select((one, i) => one.Category with { Id = i + 1 })) { IsNumbered = false };
        indices = [.. parts.Select(part => part.Schema.Categories.Select(category => Schema.IndexOf(category.Name)).ToArray())];
    }

    /// <summary>All classes: by their ids, or counted in the order of their names where a format has no ids.</summary>
    public AnnotationSchema Schema { get; }

    /// <summary>The index among all classes of a part's class.</summary>
    public int IndexOf(int part, int category) => indices[part][category];
}
