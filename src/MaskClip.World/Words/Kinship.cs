namespace MaskClip.World.Words;

/// <summary>What a name that training never sees has in common with those that it sees.</summary>
internal enum Kinship
{
    /// <summary>The known noun with a word before it that is new: "tabby cat".</summary>
    Phrase,

    /// <summary>A new word that the tokenizer cuts into a known noun and something else: "rowboat".</summary>
    Compound,

    /// <summary>Nothing: "kitten". A text tower that was taught by this world alone cannot know it.</summary>
    Unrelated,
}
