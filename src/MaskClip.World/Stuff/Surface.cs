using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>One piece of stuff with its own color and texture.</summary>
internal abstract class Surface(View view, Dice dice)
{
    private readonly float offsetX = dice.Below(NoiseTile.Size);
    private readonly float offsetY = dice.Below(NoiseTile.Size);

    /// <summary>What captions can say of it ("blue", "brick"), or nothing.</summary>
    public string Word { get; protected init; } = "";

    /// <summary>The scene's geometry.</summary>
    protected View View => view;

    /// <summary>The color (0..255) at a place in units, which is also a pixel.</summary>
    public abstract Vector3 At(float x, float y, int column, int row);

    /// <summary>Noise 0..1 with features up to a size.</summary>
    protected float Noise(float x, float y, float size) => NoiseTile.Smooth(offsetX + x * 32 / size, offsetY + y * 32 / size);

    /// <summary>Noise 0..1 over the ground in perspective, with features up to a size at middle distance.</summary>
    protected float GroundNoise(float x, float y, float size)
    {
        float distance = View.Distance(y);
        return Noise((x - View.Width / 2) * distance * 0.4f, 0.8f * distance, size);
    }

    /// <summary>From one color to another by a share.</summary>
    /// <remarks><see cref="Vector3.Lerp(Vector3, Vector3, float)"/> rounds differently from machine to machine.</remarks>
    protected static Vector3 Mix(Vector3 from, Vector3 to, float share) => from + (to - from) * share;

    /// <summary>A color a little lighter or darker, and a little off.</summary>
    protected static Vector3 Vary(Vector3 color, Dice dice) =>
        color * dice.Between(0.86f, 1.1f) + new Vector3(dice.Between(-9, 9), dice.Between(-9, 9), dice.Between(-9, 9));
}
