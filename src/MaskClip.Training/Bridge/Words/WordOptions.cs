namespace MaskClip.Training.Bridge.Words;

/// <summary>Which words of the captions and tags are learned.</summary>
public sealed record WordOptions
{
    /// <summary>Only these; <see langword="null"/> takes the words that captions and tags have.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Words of fewer photos are left out, unless <see cref="Only"/> names them.</summary>
    public int MinCount { get; init; } = 5;

    /// <summary>Only so many of the most frequent words are taken.</summary>
    public int MaxWords { get; init; } = 3000;

    /// <summary>Checks the values.</summary>
    internal void Validate(ICollection<string> errors)
    {
        if (MinCount < 1) errors.Add($"the minimum number of photos of a word is {MinCount}; 1 or more is allowed");
        if (MaxWords is < 2 or > 20_000) errors.Add($"the maximum number of words is {MaxWords}; 2 to 20000 are allowed");
        if (Only is { Count: < 2 }) errors.Add($"the list of words has {Only.Count}; 2 or more are needed");
    }
}
