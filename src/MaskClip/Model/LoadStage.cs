namespace MaskClip;

/// <summary>What is done while a model is loaded.</summary>
public enum LoadStage
{
    /// <summary>The checkpoint is found, read and checked. The first time its checksum is computed.</summary>
    ReadCheckpoint,

    /// <summary>Layers for <see cref="Precision.Int8"/> are chosen by trying each. Done once for a model; takes up to minutes.</summary>
    ChooseInt8Layers,

    /// <summary>The image tower's graph is written into the cache where it is not there, and opened by the engine.</summary>
    OpenImageTower,
}
