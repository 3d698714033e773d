namespace MaskClip.Scores;

/// <summary>Along which axis keys are brought to unit length before they are compared.</summary>
internal enum KeyAxis
{
    /// <summary>Each position's key, so that products are cosines: what the paper writes.</summary>
    Channels,

    /// <summary>
    /// Each channel over all positions: what the released code computes (<c>F.normalize(k, p=2)</c> on <c>[n, h·w, c]</c>).
    /// </summary>
    Positions,
}
