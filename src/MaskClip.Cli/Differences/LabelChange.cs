namespace MaskClip.Cli.Differences;

/// <summary>Pixels that have one class in the first and another in the second set.</summary>
/// <param name="From">Label in the first.</param>
/// <param name="To">Label in the second.</param>
/// <param name="Pixels">How many.</param>
internal sealed record LabelChange(string From, string To, long Pixels)
{
    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {To}: {Pixels}";
}
