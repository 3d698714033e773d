namespace MaskClip.Evaluation.Datasets;

/// <summary>The layouts that can be named.</summary>
internal static class KnownLayouts
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayoutRules> All { get; } =
    [
        FromOne("voc20", "PASCAL VOC 2012, 20 classes, background ignored"),
        Indices("voc21", "PASCAL VOC 2012, 20 classes and background"),
    ];

    private static LayoutRules FromOne(string vocabulary, string description) => new(
        new DatasetLayout(vocabulary, description),
        [FilePlace.Plain],
        _ => Vocabulary.BuiltIn(vocabulary),
        (_, classes) => LabelTable.FromOne(classes.Classes.Count));

    private static LayoutRules Indices(string vocabulary, string description) => new(
        new DatasetLayout(vocabulary, description),
        [FilePlace.Plain],
        _ => Vocabulary.BuiltIn(vocabulary),
        (_, classes) => LabelTable.Indices(classes.Classes.Count));
}
