using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>Sand: pale, yellow or reddish, with ripples and single grains.</summary>
internal sealed class Sand : Surface
{
    private readonly Vector3 color;
    private readonly float ripples;
    private readonly float slant;

    public Sand(View view, Dice dice)
        : base(view, dice)
    {
        color = Vary(dice.Pick(new Vector3(228, 206, 158), new Vector3(236, 214, 140), new Vector3(216, 182, 140),
            new Vector3(222, 212, 188)), dice);
        ripples = dice.Chance(0.6f) ? dice.Between(8, 22) : 4;
        slant = dice.Between(-0.4f, 0.4f);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float wave = Turns.Sin(4.5f * View.Distance(y) + slant * x + 1.6f * GroundNoise(x, y,
            1.2f)) * ripples * (0.25f + 0.75f * View.Nearness(y));
        float grain = 34 * (NoiseTile.Grain(column, row) - 0.5f) + 26 * (Noise(x, y, 0.35f) - 0.5f);
        return color + new Vector3(wave + grain);
    }
}
