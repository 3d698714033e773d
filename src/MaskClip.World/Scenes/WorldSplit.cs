namespace MaskClip.World;

/// <summary>The two halves of the small world. They never share a scene.</summary>
public enum WorldSplit
{
    /// <summary>For training: combinations of color and thing that are held out are neither drawn nor spoken of.</summary>
    Train,

    /// <summary>For testing: held-out combinations are drawn too, at a known rate.</summary>
    Test,
}
