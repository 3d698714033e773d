namespace MaskClip.Results;

/// <summary>A vocabulary in some templates alone, which may claim positions for classes that these are surest of.</summary>
/// <param name="Names">All names, in those templates.</param>
/// <param name="Claims">Which classes it may claim positions for: one value for each.</param>
internal sealed record TemplateExpert(TextClassifier Names, bool[] Claims)
{
    /// <summary>The same without the rows of some classes.</summary>
    /// <param name="classes">Which classes go: one value for each.</param>
    public TemplateExpert Without(bool[] classes) => this with { Names = Names.Without(classes) };

    /// <summary>The same for some of the classes, in another order.</summary>
    /// <param name="classes">Their indices.</param>
    public TemplateExpert Only(IReadOnlyList<int> classes) => new(Names.Only(classes), [.. classes.Select(index => Claims[index])]);

    /// <summary>The same beside classes that are known by examples.</summary>
    /// <param name="classifier">The names in all templates, with the examples.</param>
    public TemplateExpert Beside(TextClassifier classifier) => new(
        classifier.InRows(Names.Rows), [.. Claims, .. new bool[classifier.Vocabulary.Classes.Count - Claims.Length]]);
}
