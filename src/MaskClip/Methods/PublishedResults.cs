namespace MaskClip;

/// <summary>
/// Mean IoU in percent as published, in the protocol that SCLIP and its successors share; what was not published is missing.
/// </summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Model">CLIP's size, e.g. <c>ViT-B/16</c>.</param>
/// <param name="Source">Who says so, and what was added to the method.</param>
/// <param name="Values">One number for each of <see cref="DataSets"/>, in that order; <see langword="null"/> where none was
/// published.</param>
public sealed record PublishedResults(string Model, string Source, params IReadOnlyList<double?> Values)
{
    /// <summary>The data sets, in the order in which papers list them.</summary>
    public static IReadOnlyList<string> DataSets { get; } =
        ["VOC21", "Context60", "COCO-Object", "VOC20", "Cityscapes", "Context59", "ADE20K", "COCO-Stuff"];

    /// <summary>One number for each of <see cref="DataSets"/>, in percent.</summary>
    public IReadOnlyList<double?> Values { get; init => field = Checked(value); } = Checked(Values);

    /// <summary>The mean over all eight, where all are known.</summary>
    public double? Average => Values.Any(value => value is null) ? null : Values.Average();

    /// <summary>Whether both say the same.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(PublishedResults? other) =>
        other is not null && (Model, Source) == (other.Model, other.Source) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Source, Average);

    private static IReadOnlyList<double?> Checked(IReadOnlyList<double?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == DataSets.Count) return [.. values];
        throw new ArgumentException(
            $"There are {values.Count} results; one for each of {string.Join(", ", DataSets)} is needed, null where there is none.", nameof(
                values));
    }
}
