namespace MaskClip.World.Words;

/// <summary>The names of a class.</summary>
/// <param name="Seen">Names that captions use; the first is the class's own and by far the most frequent.</param>
/// <param name="Unseen">Names that no caption uses.</param>
internal sealed record Entry(Noun[] Seen, (string Name, Kinship Kinship)[] Unseen)
{
    /// <summary>The class's own name.</summary>
    public string Name => Seen[0].One;
}
