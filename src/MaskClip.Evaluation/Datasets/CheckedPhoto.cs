namespace MaskClip.Evaluation;

/// <summary>A photo that <see cref="DatasetCheck"/> has looked at.</summary>
/// <param name="Total">How many photos there are.</param>
/// <param name="IsSound">Whether photo and mask can be read and fit.</param>
public readonly record struct CheckedPhoto(int Total, bool IsSound);
