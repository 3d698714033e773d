namespace MaskClip.Extensions;

/// <summary>All models of an application, in the order in which they were added.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class SegmenterSources
{
    /// <summary>Takes the models over.</summary>
    internal SegmenterSources(IEnumerable<SegmenterSource> sources) => All = [.. sources];

    /// <summary>The models; at least one.</summary>
    public IReadOnlyList<SegmenterSource> All { get; }

    /// <summary>The model that is used where none is named: the first that was added.</summary>
    public SegmenterSource Default => All[0];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its key or name; capitals make no difference. <see langword="null"/> or empty for the default one.</param>
    /// <exception cref="OptionsException">There is none of that name; those that are there are listed.</exception>
    public SegmenterSource Find(string? name)
    {
        if (string.IsNullOrEmpty(name)) return Default;
        return All.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new OptionsException(
                $"The model is '{name}'. Available: {string.Join(", ", All.Select(source => source.Name))}.", nameof(name));
    }
}
