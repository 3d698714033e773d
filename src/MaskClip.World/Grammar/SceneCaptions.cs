using MaskClip.World.Drawing;
using MaskClip.World.Grammar;

namespace MaskClip.World;

/// <summary>What can be said of a scene.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class SceneCaptions
{
    /// <summary>One of a scene's many captions.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="number">Which; the same number gives the same caption.</param>
    public static string Caption(this WorldScene scene, int number)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return CaptionWriter.Write(scene, Dice.For(scene.Seed, 1000 + 2 * number + (int)scene.Split));
    }
}
