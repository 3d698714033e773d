using System.Numerics.Tensors;

namespace MaskClip.Model;

/// <summary>Lays a vocabulary's names out as rows of embeddings.</summary>
internal static class NameRows
{
    /// <summary>One row for each class, or one for each of its synonyms.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="synonyms">How synonyms become one score.</param>
    /// <param name="embedding">A name's embedding, of unit length.</param>
    /// <returns>The rows, one behind the other, and the class of each.</returns>
    public static (float[] Rows, int[] ClassOfRow) Of(Vocabulary vocabulary, SynonymMode synonyms, Func<string, float[]> embedding)
    {
        var rows = new List<float[]>();
        var classOfRow = new List<int>();
        for (int c = 0; c < vocabulary.Classes.Count; c++)
        {
            float[][] names = [.. vocabulary.Classes[c].Synonyms.Select(embedding)];
            // Background names are different things ("wall", "floor"), not words for one: their mean would be near none of them.
            bool best = synonyms != SynonymMode.Average || vocabulary.Classes[c].IsBackground;
            float[][] own = best ? names : [Mean(names)];
            rows.AddRange(own);
            classOfRow.AddRange(Enumerable.Repeat(c, own.Length));
        }

        return ([.. rows.SelectMany(row => row)], [.. classOfRow]);
    }

    /// <summary>The mean of unit vectors, brought to unit length.</summary>
    public static float[] Mean(IReadOnlyList<float[]> rows)
    {
        var sum = new float[rows[0].Length];
        foreach (var row in rows) TensorPrimitives.Add(sum, row, sum);
        return UnitLength.Of(sum);
    }
}
