using System.Text.RegularExpressions;

namespace MaskClip.Evaluation.Datasets;

/// <summary>What a layout means.</summary>
/// <param name="Layout">Its name.</param>
/// <param name="Places">Where files are, the more particular place first.</param>
/// <param name="Classes">The classes of a folder.</param>
/// <param name="Labels">How the masks' labels become indices of those classes.</param>
internal sealed record LayoutRules(
    DatasetLayout Layout, IReadOnlyList<FilePlace> Places, Func<string, Vocabulary> Classes, Func<string, Vocabulary, LabelTable> Labels)
{
    /// <summary>How this data set's photos are called, for folders whose names do not tell.</summary>
    public Regex? Ids { get; init; }

    /// <summary>The other numbering in which the same masks are published.</summary>
    public LabelOrder? Order { get; init; }
}
