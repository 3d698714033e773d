using MaskClip.Results;
using MaskClip.Words;

namespace MaskClip;

/// <summary>One example of what a class looks like, for things that no word names: a place of a photo, or a picture of the thing.</summary>
/// <remarks>
/// Made by <see cref="DenseFeatures.Exemplar"/> or <see cref="Segmenter.EmbedExemplar"/>, taken by <see cref="TextClassifier.With"/>.
/// Photos are more like one another than any text is like a photo, so that cosines with examples and with texts cannot be compared: a
/// position belongs to an example where their cosine is above the threshold that divides the photo's positions best (Otsu 1979), and no
/// lower than <see cref="MinSimilarity"/>. Nothing changes it after it was made: safe to share between threads.
/// </remarks>
public sealed class Exemplar
{
    private readonly float[] feature;

    /// <summary>Creates an example from numbers that were kept.</summary>
    /// <param name="label">The class that it is an example of.</param>
    /// <param name="feature">A feature of unit length, of the model and method whose photos it is compared with; copied.</param>
    /// <param name="minSimilarity">See <see cref="MinSimilarity"/>.</param>
    /// <param name="isNegative">See <see cref="IsNegative"/>.</param>
    /// <exception cref="OptionsException">The label is not a name, or a number is not finite or out of range.</exception>
    public Exemplar(string label, ReadOnlySpan<float> feature, float minSimilarity, bool isNegative = false)
        : this(label, feature, minSimilarity, isNegative, origin: null)
    {
    }

    /// <summary>Creates an example of a model.</summary>
    internal Exemplar(string label, ReadOnlySpan<float> feature, float minSimilarity, bool isNegative, TextOrigin? origin)
    {
        if (NameRule.ErrorOf(label) is { } error)
            throw new OptionsException($"An example's label '{NameRule.Shown(label)}' {error}.", nameof(label));
        if (minSimilarity is not (>= -1 and <= 1))
            throw new OptionsException($"An example's minimum similarity is {minSimilarity}; -1 to 1 is allowed.", nameof(minSimilarity));
        foreach (var number in feature)
        {
            if (!float.IsFinite(number))
                throw new OptionsException("An example's feature has a number that is not finite.", nameof(feature));
        }

        Label = label;
        this.feature = feature.ToArray();
        MinSimilarity = minSimilarity;
        IsNegative = isNegative;
        Origin = origin;
    }

    /// <summary>The class that it is an example of.</summary>
    public string Label { get; }

    /// <summary>The feature: as many numbers as a dense feature has, unit length.</summary>
    public ReadOnlySpan<float> Feature => feature;

    /// <summary>
    /// The cosine below which no position of any photo belongs to it, -1 to 1: photos that do not show it have a best threshold too.
    /// </summary>
    public float MinSimilarity { get; }

    /// <summary>Whether it shows what is not meant: positions that are more like it than like the class's other examples.</summary>
    public bool IsNegative { get; }

    /// <summary>What made it, where a model did.</summary>
    internal TextOrigin? Origin { get; }
}
