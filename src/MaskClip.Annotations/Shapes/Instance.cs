namespace MaskClip.Annotations.Shapes;

/// <summary>A part of a photo that belongs to one class.</summary>
/// <param name="Label">The class's label.</param>
/// <param name="Mask">Its pixels.</param>
public sealed record Instance(ushort Label, RegionMask Mask);
