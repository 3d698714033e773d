namespace MaskClip.World.Files;

/// <summary>What scenes a folder is to hold.</summary>
/// <param name="Count">How many.</param>
/// <param name="Series">The seed of the series, 0 or more: its scenes have seeds of their own.</param>
/// <param name="Split">From which half of the world.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Captions">Captions a scene.</param>
public sealed record SceneOrder(int Count, int Series, WorldSplit Split, int Width, int Height, int Captions)
{
    /// <summary>The name of a scene's files.</summary>
    public static string Id(int index) => index.ToString("000000");

    /// <summary>The seed of a scene: no two series share one.</summary>
    public long Seed(int index) => ((long)Series << 32) + index;
}
