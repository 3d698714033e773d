using MaskClip.Annotations;

namespace MaskClip.Evaluation.Datasets;

/// <summary>The classes of annotations as a vocabulary, whose background comes first.</summary>
internal static class SchemaClasses
{
    /// <summary>The vocabulary, and the class index of each of the schema's classes.</summary>
    /// <param name="schema">The annotations' classes.</param>
    /// <param name="path">Where they come from, for messages.</param>
    /// <param name="hasBackground">
    /// Whether there is a background: the annotations' own, or one that is added. Their own is nobody's otherwise.
    /// </param>
    /// <exception cref="AnnotationException">There is no class, or a name cannot be one.</exception>
    public static (Vocabulary Vocabulary, ushort[] ClassOf) Of(AnnotationSchema schema, string path, bool hasBackground)
    {
        var categories = schema.Categories;
        int background = schema.Background;
        List<VocabularyClass> classes = [];
        List<byte> colors = [];
        if (hasBackground) Add(background < 0 ? "background" : categories[background].Name, (0, 0, 0), isBackground: true);
        var classOf = new ushort[categories.Count];
        for (int i = 0; i < classOf.Length; i++)
        {
            if (i == background)
            {
                classOf[i] = hasBackground ? (ushort)0 : Segmentation.Ignore;
                continue;
            }

            classOf[i] = (ushort)classes.Count;
            Add(categories[i].Name, categories[i].Color ?? Palette.Default[(classes.Count + 1) % 255], isBackground: false);
        }

        try
        {
            return (new Vocabulary(classes, new Palette([.. colors.Take(3 * 256)])), classOf);
        }
        catch (ArgumentException error)
        {
            throw new AnnotationException(path, "", error.Message, error);
        }

        void Add(string name, (byte Red, byte Green, byte Blue) color, bool isBackground)
        {
            classes.Add(new VocabularyClass(name, [name], isBackground));
            colors.AddRange([color.Red, color.Green, color.Blue]);
        }
    }
}
