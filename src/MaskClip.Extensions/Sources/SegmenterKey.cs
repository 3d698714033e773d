namespace MaskClip.Extensions;

/// <summary>A model that was added, so that all of them can be listed.</summary>
/// <param name="Key">Its key; empty for the one without.</param>
internal sealed record SegmenterKey(string Key);
