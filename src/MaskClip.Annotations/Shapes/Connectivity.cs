namespace MaskClip.Annotations.Shapes;

/// <summary>Which pixels are neighbors.</summary>
public enum Connectivity
{
    /// <summary>Pixels that share a side or a corner.</summary>
    Eight,

    /// <summary>Pixels that share a side. Outlines never touch themselves.</summary>
    Four,
}
