using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>Water: blue, turquoise or gray-green, in ripples that glitter; from within, it darkens downwards.</summary>
internal sealed class Water : Surface
{
    private readonly Vector3 near;
    private readonly Vector3 far;
    private readonly float choppy;
    private readonly float glitter;

    public Water(View view, Dice dice)
        : base(view, dice)
    {
        (far, near) = dice.Below(4) switch
        {
            0 => (new Vector3(96, 154, 206), new Vector3(28, 82, 150)),
            1 => (new Vector3(120, 206, 212), new Vector3(24, 132, 150)),
            2 => (new Vector3(70, 118, 160), new Vector3(20, 52, 96)),
            _ => (new Vector3(132, 170, 168), new Vector3(44, 92, 98)),
        };
        (far, near) = (Vary(far, dice), Vary(near, dice));
        choppy = dice.Between(24, 60);
        glitter = dice.Between(0.70f, 0.85f);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        if (View.Horizon < 0) return Within(x, y);
        float close = View.Nearness(y), flat = 0.24f + 0.10f * close;
        float ripple = Noise(x * flat, y * (1.9f - close), 0.10f + 0.10f * close);
        var color = Mix(far, near, close) + new Vector3(choppy * (ripple - 0.5f));
        return ripple > glitter ? Mix(color, new Vector3(238, 246, 250), Math.Min(1, 5 * (ripple - glitter))) : color;
    }

    /// <summary>Under water, or straight down on it: soft webs of light.</summary>
    private Vector3 Within(float x, float y)
    {
        float web = MathF.Abs(Noise(x, y, 0.5f) - 0.5f);
        var color = Mix(far, near, Math.Clamp(y / View.Height, 0, 1)) + new Vector3(0.4f * choppy * (Noise(x, y, 0.25f) - 0.5f));
        return web < 0.035f ? Mix(color, new Vector3(220, 242, 244), 0.35f * (1 - web / 0.035f)) : color;
    }
}
