namespace MaskClip.Evaluation.Datasets;

/// <summary>Some data sets are published in two numberings; this tells one from the other by labels that only one of them has.</summary>
/// <param name="Other">The layout for the other numbering.</param>
/// <param name="Foreign">Labels that only the other numbering has.</param>
/// <param name="Why">What those labels are, as a sentence.</param>
/// <param name="Own">Labels that every sizeable set has in this numbering, and the other never; none if there are no such.</param>
internal sealed record LabelOrder(string Other, IReadOnlySet<ushort> Foreign, string Why, IReadOnlySet<ushort> Own)
{
    /// <summary>Masks looked at before it is said that a label is never there.</summary>
    private const int Enough = 20;

    /// <summary>The most masks looked at.</summary>
    private const int Most = 100;

    /// <summary>Looks at masks spread over a set.</summary>
    /// <param name="photos">The set.</param>
    /// <param name="read">Reads a mask's labels as they are in the file.</param>
    public OrderEvidence Examine(IReadOnlyList<LabeledPhoto> photos, Func<LabeledPhoto, ushort[]> read)
    {
        int step = Math.Max(1, photos.Count / Most), seen = 0;
        for (int i = 0; i < photos.Count; i += step, seen++)
        {
            var labels = new HashSet<ushort>(read(photos[i]));
            foreach (var label in labels.Where(Foreign.Contains)) return new OrderEvidence(false, photos[i].TruthPath!, Explain(label));
            if (labels.Overlaps(Own)) return new OrderEvidence(true);
        }

        return Own.Count > 0 && seen >= Enough
            ? new OrderEvidence(
                false, photos[0].TruthPath!, $"None of {seen} masks has a label that only this numbering has. {Why} {Remedy}")
            : new OrderEvidence(null);
    }

    /// <summary>What a foreign label means.</summary>
    public string Explain(ushort label) => $"Label {label} is not in this numbering. {Why} {Remedy}";

    private string Remedy => $"Name the layout '{Other}'.";
}
