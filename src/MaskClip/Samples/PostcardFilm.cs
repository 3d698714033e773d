using System.Numerics;

namespace MaskClip.Samples;

/// <summary>What a camera adds: a little grain, a little darkness in the corners.</summary>
internal static class PostcardFilm
{
    /// <summary>The developed colour; see <see cref="PostcardScene.Formula"/>.</summary>
    public static Vector3 Colour(float x, float y, Vector3 below)
    {
        float grain = HashNoise.At((int)(x * 1000), (int)(y * 1000), 801) - 0.5f;
        float fromMiddle = Vector2.Distance(new Vector2(x / PostcardScene.Wide, y), new Vector2(0.5f));
        return below * (1.02f - 0.22f * fromMiddle * fromMiddle) + new Vector3(9 * grain);
    }
}
