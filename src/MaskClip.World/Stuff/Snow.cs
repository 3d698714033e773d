using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>Snow: white with bluish hollows and single sparkles.</summary>
internal sealed class Snow : Surface
{
    private readonly Vector3 white;
    private readonly Vector3 hollow;
    private readonly float drifts;

    public Snow(View view, Dice dice)
        : base(view, dice)
    {
        white = Vary(new Vector3(246, 248, 252), dice);
        hollow = dice.Pick(new Vector3(176, 194, 222), new Vector3(196, 206, 224), new Vector3(200, 196, 220));
        drifts = dice.Between(0.5f, 1.1f);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float drift = GroundNoise(x, y, 1.3f) - GroundNoise(x + 0.02f, y + 0.015f, 1.3f);
        float shade = Math.Clamp(0.25f + drifts * (4 * drift + 0.5f * (GroundNoise(x, y, 1.6f) - 0.45f)), 0, 1);
        float sparkle = NoiseTile.Grain(column, row);
        return Mix(white, hollow, shade) + new Vector3(sparkle > 0.97f ? 30 : 8 * (sparkle - 0.5f));
    }
}
