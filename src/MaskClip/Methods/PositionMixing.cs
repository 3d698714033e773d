namespace MaskClip.Dense;

/// <summary>
/// What a method does with the positions of a convolutional network that has no attention: there is nothing to take out, only something to
/// add.
/// </summary>
internal abstract record PositionMixing;
