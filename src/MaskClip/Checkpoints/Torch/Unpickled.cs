namespace MaskClip.Checkpoints.Torch;

/// <summary>One pickle after reading: its value, its length in bytes, and the element type of each storage it mentions.</summary>
internal sealed record Unpickled(object? Value, int Length, IReadOnlyDictionary<string, ElementType> Storages);
