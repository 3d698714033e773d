namespace MaskClip.Checkpoints.Torch;

/// <summary>A storage as a pickle names it: element type, key, and how many elements; a view begins later in a larger storage.</summary>
internal sealed record StorageReference(ElementType Type, string Key, long TotalCount, long ViewStart, long ViewCount);
