namespace MaskClip.Training.Bridge;

/// <summary>The kinds of work of a run.</summary>
public enum BridgeWork
{
    /// <summary>Photos go through the image network, for their windows.</summary>
    Features,

    /// <summary>Photos go through the image network, for their positions.</summary>
    Positions,

    /// <summary>Positions are labeled by the map.</summary>
    Labels,

    /// <summary>A map is trained.</summary>
    Training,
}
