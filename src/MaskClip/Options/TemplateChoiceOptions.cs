using System.ComponentModel.DataAnnotations;

namespace MaskClip;

/// <summary>How templates are chosen for each class by what is sure on photos; see <see cref="Segmenter.ChooseTemplates"/>.</summary>
/// <remarks>They are copied by the call that takes them: later changes do not reach it. Change them from one thread at a time.</remarks>
public sealed record TemplateChoiceOptions
{
    /// <summary>How many templates a class keeps.</summary>
    /// <value>1 to 1000, and fewer than there are to choose from; the default value is 4, as published.</value>
    [Range(1, 1000)]
    public int Count { get; set; } = 4;

    /// <summary>The most photos that are looked at.</summary>
    /// <value>1 to 100,000; the default value is 32.</value>
    [Range(1, 100_000)]
    public int MaxPhotos { get; set; } = 32;

    /// <summary>As many photos of a list as are looked at, evenly spread over it.</summary>
    /// <typeparam name="T">What stands for a photo.</typeparam>
    /// <param name="photos">All photos.</param>
    public IReadOnlyList<T> Spread<T>(IReadOnlyList<T> photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        int count = Math.Min(MaxPhotos, photos.Count);
        return [.. Enumerable.Range(0, count).Select(i => photos[(int)((long)i * photos.Count / count)])];
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        if (Count is not (>= 1 and <= 1000)) errors.Add($"{Count} templates a class; 1 to 1000 are allowed");
        if (MaxPhotos is not (>= 1 and <= 100_000)) errors.Add($"{MaxPhotos} photos to choose templates by; 1 to 100000 are allowed");
        OptionsException.ThrowIfAny("These options are out of range", errors);
    }
}
