namespace MaskClip;

/// <summary>What is done to a vision transformer's keys before key smoothing and prototypes compare them.</summary>
public enum KeyProjection
{
    /// <summary>They go through the last block's output projection, as values do: what the released code does.</summary>
    Output,

    /// <summary>They are taken as the block's attention compares them, all heads side by side: what the paper's text says.</summary>
    None,
}
