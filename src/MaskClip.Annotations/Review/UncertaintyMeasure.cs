namespace MaskClip.Annotations.Review;

/// <summary>How unsure a result is; every measure is 0 (sure) to 1.</summary>
/// <remarks>p1 and p2 are the largest and the second largest confidence at a position, p all of them, scaled to sum to 1.</remarks>
public enum UncertaintyMeasure
{
    /// <summary>
    /// Least confidence, 1 - p1 (Culotta and McCallum, "Reducing labeling effort for structured prediction tasks", AAAI 2005).
    /// </summary>
    Confidence,

    /// <summary>
    /// Margin, 1 - (p1 - p2) (Scheffer, Decomain and Wrobel, "Active hidden Markov models for information extraction", IDA 2001).
    /// </summary>
    Margin,

    /// <summary>
    /// Entropy, -sum(p log p) / log(number of classes) (Shannon 1948; as a measure of what to label next: Settles, "Active learning
    /// literature survey", 2009, section 3.1).
    /// </summary>
    Entropy,

    /// <summary>
    /// The margin where it decides a border: its mean over the pixels that have a neighbor (left, right, above, below) of another label, 0
    /// where there is none. Ours.
    /// </summary>
    Boundary,

    /// <summary>
    /// Share of the pixels to which a second method gives another label (query by committee: Seung, Opper and Sompolinsky, COLT 1992).
    /// </summary>
    Disagreement,
}
