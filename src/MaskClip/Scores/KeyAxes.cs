namespace MaskClip.Scores;

/// <summary>Which <see cref="KeyAxis"/> holds when.</summary>
internal static class KeyAxes
{
    /// <summary>How keys are normalized under a convention.</summary>
    public static KeyAxis Of(Compatibility compatibility) => compatibility == Compatibility.Released ? KeyAxis.Positions : KeyAxis.Channels;
}
