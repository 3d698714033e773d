using System.Numerics.Tensors;

namespace MaskClip.Results;

/// <summary>The classes of a vocabulary that are known by examples.</summary>
/// <param name="Classes">The classes; each has a row of scores behind those of texts.</param>
/// <param name="HasRest">Whether class 0 is what belongs to none of them, because there is no text: the first row of scores.</param>
internal sealed record ExemplarSet(IReadOnlyList<ExemplarClass> Classes, bool HasRest)
{
    private const float Smallest = 1e-12f;

    /// <summary>The class of each row of scores behind those of texts.</summary>
    public IEnumerable<int> ClassOfRow => [.. HasRest ? new[] { 0 } : [], .. Classes.Select(one => one.Class)];

    /// <summary>Its numbers, for checksums.</summary>
    public IEnumerable<float[]> Numbers => Classes.SelectMany(one => new[] { one.Like, [one.MinSimilarity], one.Unlike });

    /// <summary>The same without some classes.</summary>
    public ExemplarSet? Where(Func<int, bool> kept) => Renumbered(label => kept(label) ? label : null);

    /// <summary>The same with other numbers of classes; those without one go.</summary>
    public ExemplarSet? Renumbered(Func<int, int?> numberOf)
    {
        ExemplarClass[] classes = [.. from one in Classes
            let number = numberOf(one.Class)
            where number is not null
            select one with { Class = number.Value }];
        bool rest = HasRest && numberOf(0) == 0;
        return classes.Length == 0 && !rest ? null : new(classes, rest);
    }

    /// <summary>Sorts examples into classes.</summary>
    /// <param name="exemplars">The examples.</param>
    /// <param name="size">Length of a feature.</param>
    /// <param name="origin">What made the texts beside them; <see langword="null"/> where nothing did.</param>
    /// <param name="numberOf">The class of a label.</param>
    /// <param name="hasRest">See <see cref="HasRest"/>.</param>
    /// <exception cref="ArgumentException">They were made by several models, or have other lengths.</exception>
    /// <exception cref="OptionsException">There is none, or a class has none that shows it.</exception>
    public static (ExemplarSet Set, TextOrigin? Origin) From(
        IReadOnlyList<Exemplar> exemplars, int size, TextOrigin? origin, Func<string, int> numberOf, bool hasRest)
    {
        foreach (var one in exemplars)
        {
            if (one.Feature.Length != size)
            {
                throw new ArgumentException(
                    $"The example of '{one.Label}' has {one.Feature.Length} numbers and the other features {size}: they come from " +
                    "different models.");
            }

            if (one.Origin is not { } own) continue;
            origin ??= own;
            if (!origin.IsSameModel(own))
                throw new ArgumentException($"The example of '{one.Label}' was made by {own}, and what it is put beside by {origin}.");
        }

        return (new([.. exemplars.GroupBy(one => numberOf(one.Label)).OrderBy(group => group.Key).Select(Class)], hasRest), origin);
    }

    private static ExemplarClass Class(IGrouping<int, Exemplar> group)
    {
        Exemplar[] like = [.. group.Where(one => !one.IsNegative)];
        if (like.Length == 0)
        {
            throw new OptionsException(
                $"'{group.First().Label}' has only examples of what it is not; give one of what it is.");
        }

        var mean = new float[like[0].Feature.Length];
        foreach (var one in like) TensorPrimitives.Add(mean, one.Feature, mean);
        TensorPrimitives.Divide(mean, Math.Max(TensorPrimitives.Norm<float>(mean), Smallest), mean);
        return new(
            group.Key, mean, like.Average(one => one.MinSimilarity),
            [.. group.Where(one => one.IsNegative).SelectMany(one => one.Feature.ToArray())]);
    }
}

/// <summary>A class that is known by examples.</summary>
/// <param name="Class">Its number.</param>
/// <param name="Like">The mean of its examples, unit length.</param>
/// <param name="MinSimilarity">The mean of their minimum similarities.</param>
/// <param name="Unlike">Features of what is not meant, one behind the other.</param>
internal sealed record ExemplarClass(int Class, float[] Like, float MinSimilarity, float[] Unlike);
