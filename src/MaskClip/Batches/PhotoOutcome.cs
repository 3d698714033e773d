namespace MaskClip.Batches;

/// <summary>What became of a photo.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Item">What names it.</param>
/// <param name="Value">What came out, if nothing went wrong.</param>
/// <param name="Error">What went wrong with this photo.</param>
public sealed record PhotoOutcome<TItem, TValue>(TItem Item, TValue? Value, Exception? Error);
