namespace MaskClip;

/// <summary>The names that a photo is divided into: classes with synonyms, and optionally background names drawn as one class.</summary>
/// <remarks>When there are background names, class 0 is "background" and the named classes follow from 1; otherwise they start at 0.</remarks>
public sealed class Vocabulary
{
    /// <summary>The most classes a vocabulary may hold: an index mask has 8 bits and 255 means "ignore".</summary>
    public const int MaxClasses = 255;

    /// <summary>Creates a vocabulary from classes as they are to be numbered.</summary>
    /// <param name="classes">One to <see cref="MaxClasses"/> classes.</param>
    /// <param name="palette">Colours by class index; <see langword="null"/> takes <see cref="Palette.Default"/>.</param>
    public Vocabulary(IReadOnlyList<VocabularyClass> classes, Palette? palette = null)
    {
        Classes = classes;
        Palette = palette ?? Palette.Default;
    }

    /// <summary>The classes, by index.</summary>
    public IReadOnlyList<VocabularyClass> Classes { get; }

    /// <summary>One colour for each class.</summary>
    public Palette Palette { get; }
}
