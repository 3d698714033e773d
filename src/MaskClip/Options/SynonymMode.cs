namespace MaskClip;

/// <summary>How the synonyms of a class (<c>sofa|couch</c>) become one score.</summary>
public enum SynonymMode
{
    /// <summary>Their embeddings are averaged: one direction that is near all of them.</summary>
    Average,

    /// <summary>At each position the best of them counts.</summary>
    Best,

    /// <summary>
    /// The softmax runs over all synonyms of all classes, and a class has the probability of its best one, at every pixel: what SCLIP and
    /// its successors do. A class's probability is then shared among its synonyms, which matters where it is compared with a threshold.
    /// </summary>
    BestProbability,

    /// <summary>
    /// At each position the best of a class's synonyms counts, and every background name stands for itself in the softmax: background names
    /// are different things, and which of them is there matters to what refines scores.
    /// </summary>
    BestName,
}
