namespace MaskClip;

/// <summary>Where one class of the vocabulary is in a photo.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Index">The class's index: its value in <see cref="Segmentation.Labels"/>.</param>
/// <param name="Label">The class's name.</param>
/// <param name="Score">Mean confidence over its pixels, 0..1 (softmax over the names).</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Share">Its part of the photo, 0..1.</param>
/// <param name="Bounds">The smallest box around its pixels.</param>
public sealed record ClassRegion(int Index, string Label, float Score, long Area, double Share, PixelBox Bounds);
