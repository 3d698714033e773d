using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>The sky by day: clear, pale, overcast or at sunset.</summary>
internal sealed class Sky : Surface
{
    private readonly Vector3 high;
    private readonly Vector3 low;
    private readonly float haze;

    public Sky(View view, Dice dice)
        : base(view, dice)
    {
        (Word, high, low) = dice.Below(10) switch
        {
            < 4 => ("blue", new Vector3(70, 132, 214), new Vector3(182, 214, 240)),
            < 6 => ("blue", new Vector3(124, 180, 232), new Vector3(216, 232, 244)),
            6 => ("grey", new Vector3(150, 158, 168), new Vector3(204, 208, 212)),
            7 => ("orange", new Vector3(214, 130, 96), new Vector3(252, 206, 130)),
            8 => ("pink", new Vector3(150, 140, 206), new Vector3(250, 190, 190)),
            _ => ("", new Vector3(150, 210, 214), new Vector3(232, 244, 238)),
        };
        (high, low) = (Vary(high, dice), Vary(low, dice));
        haze = dice.Between(6, 26);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float share = Math.Clamp(y / Math.Max(View.Horizon, 0.4f), 0, 1);
        return Mix(high, low, share) + new Vector3(haze * (Noise(x, 2.2f * y, 0.7f) - 0.5f));
    }
}
