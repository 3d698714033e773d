namespace MaskClip.Model;

/// <summary>The rows of a vocabulary in any part of a set of templates.</summary>
/// <param name="vocabulary">The classes, with their background.</param>
/// <param name="synonyms">How synonyms become one score.</param>
/// <param name="sentences">A vector of unit length for each name in each template.</param>
/// <param name="complete">Turns the mean of a name's sentences into the name's vector.</param>
internal sealed class TemplateRows(
    Vocabulary vocabulary,
    SynonymMode synonyms,
    IReadOnlyDictionary<string, IReadOnlyList<float[]>> sentences,
    Action<float[]> complete)
{
    /// <summary>The rows in some templates, in the places that they have in all.</summary>
    /// <param name="templates">Indices of templates; one or more.</param>
    public float[] Of(IReadOnlyList<int> templates) => NameRows.Of(vocabulary, synonyms, name => Name(name, templates)).Rows;

    private float[] Name(string name, IReadOnlyList<int> templates)
    {
        var all = sentences[name];
        float[] row = NameRows.Mean([.. templates.Select(index => all[index])]);
        complete(row);
        return row;
    }
}
