using System.Numerics.Tensors;
using MaskClip.Families.Bridge;
using MaskClip.Model;

namespace MaskClip.Training.Bridge.Words;

/// <summary>Vectors of names as they are compared with photos: less the mean of the learned words, of unit length.</summary>
internal sealed class NameTable
{
    private NameTable(IReadOnlyList<string> names, int words, float[] mean, float[] vectors)
    {
        Names = names;
        Words = words;
        Mean = mean;
        Vectors = vectors;
    }

    /// <summary>The names: the learned words, then what else positions can be labeled with.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many of the names are learned words.</summary>
    public int Words { get; }

    /// <summary>The mean of the learned words' vectors, which the model subtracts from every name.</summary>
    public float[] Mean { get; }

    /// <summary>The vectors, <c>[names, d]</c>.</summary>
    public float[] Vectors { get; }

    /// <summary>Embeds names.</summary>
    /// <param name="towers">Has the text encoder.</param>
    /// <param name="words">The learned words.</param>
    /// <param name="others">Other names; those that are learned words are left out.</param>
    /// <param name="cancellationToken">Stops the encoder.</param>
    public static NameTable Of(BridgeTowers towers, IReadOnlyList<string> words, IEnumerable<string> others,
        CancellationToken cancellationToken)
    {
        string[] names = [.. words, .. others.Except(words, StringComparer.Ordinal)];
        int size = towers.EmbeddingSize;
        float[] vectors = towers.NameVectors(names, cancellationToken), mean = new float[size];
        for (int word = 0; word < words.Count; word++) TensorPrimitives.Add(mean, vectors.AsSpan(word * size, size), mean);
        TensorPrimitives.Divide(mean, words.Count, mean);
        for (int name = 0; name < names.Length; name++)
        {
            var row = vectors.AsSpan(name * size, size);
            TensorPrimitives.Subtract(row, mean, row);
        }

        UnitVectors.Normalize(vectors, size);
        return new NameTable(names, words.Count, mean, vectors);
    }
}
