namespace MaskClip.Annotations.Formats;

/// <summary>
/// The numbers of classes in masks whose 0 stands for "none of them". They are the classes' ids, or one more each where a class that is not
/// the background has the id 0: the list of names that lies beside the masks says which.
/// </summary>
internal sealed class MaskNumbers
{
    private readonly AnnotationSchema schema;

    /// <summary>Numbers the classes of a schema.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="schema">The classes.</param>
    /// <param name="max">The largest number.</param>
    /// <param name="kind">What the masks are called in messages.</param>
    /// <exception cref="AnnotationException">A number is too large.</exception>
    public MaskNumbers(string folder, AnnotationSchema schema, int max, string kind)
    {
        this.schema = schema;
        Offset = schema.Categories.Any(category => category is { Id: 0, IsBackground: false }) ? 1 : 0;
        var tooLarge = schema.Categories.FirstOrDefault(category => category.Id + Offset > max);
        if (tooLarge is null) return;
        throw new AnnotationException(
            folder, $"class '{tooLarge.Name}'", $"Its number is {tooLarge.Id + Offset}; {kind} hold 0 to {max}.");
    }

    /// <summary>What is added to ids: 0 or 1.</summary>
    public int Offset { get; }

    /// <summary>The number of a class.</summary>
    /// <param name="category">Its index in the schema.</param>
    public ushort Of(int category) => (ushort)(schema.Categories[category].Id + Offset);

    /// <summary>The class of a number; <see langword="null"/> where it stands for none.</summary>
    public AnnotationCategory? ClassOf(int number) =>
        number >= Offset && schema.IndexOf(number - Offset) is >= 0 and var index ? schema.Categories[index] : null;
}
