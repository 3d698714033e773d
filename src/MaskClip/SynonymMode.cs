namespace MaskClip;

/// <summary>How the synonyms of a class (<c>sofa|couch</c>) become one score.</summary>
public enum SynonymMode
{
    /// <summary>Their embeddings are averaged: one direction that is near all of them.</summary>
    Average,

    /// <summary>At each position the best of them counts.</summary>
    Best,
}
