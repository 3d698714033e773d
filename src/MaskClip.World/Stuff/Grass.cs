using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>Grass: fresh, deep or dry, with blades nearby, sometimes with small flowers or mown in bands.</summary>
internal sealed class Grass : Surface
{
    private readonly Vector3 dark;
    private readonly Vector3 bright;
    private readonly Vector3 dots;
    private readonly float dotShare;
    private readonly float bands;
    private readonly float blades;

    public Grass(View view, Dice dice)
        : base(view, dice)
    {
        (dark, bright) = dice.Below(5) switch
        {
            0 => (new Vector3(38, 92, 26), new Vector3(112, 176, 62)),
            1 => (new Vector3(26, 74, 30), new Vector3(76, 140, 62)),
            2 => (new Vector3(80, 108, 34), new Vector3(166, 186, 84)),
            3 => (new Vector3(52, 116, 40), new Vector3(140, 204, 92)),
            _ => (new Vector3(44, 88, 44), new Vector3(104, 150, 84)),
        };
        (dark, bright) = (Vary(dark, dice), Vary(bright, dice));
        dots = dice.Pick(new Vector3(250, 248, 240), new Vector3(250, 220, 60), new Vector3(236, 120, 150));
        dotShare = dice.Chance(0.25f) ? dice.Between(0.004f, 0.012f) : 0;
        bands = dice.Chance(0.15f) ? dice.Between(3, 6) : 0;
        blades = dice.Between(0.4f, 1);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float near = View.Nearness(y), patches = GroundNoise(x, y, 0.9f);
        float streaks = Noise(x, 0.22f * y, 0.10f + 0.14f * near) - 0.5f;
        float light = 0.30f + 0.55f * (patches - 0.5f) + blades * (0.35f + 0.65f * near) * streaks + 0.25f * (1 - near);
        if (bands > 0 && ((int)MathF.Floor((x - View.Width / 2) * View.Distance(y) * bands * 0.3f) & 1) == 0) light += 0.12f;
        if (dotShare > 0 && NoiseTile.Grain(column, row) < dotShare * (0.4f + near)) return dots;
        return Mix(dark, bright, Math.Clamp(light + 0.22f, 0, 1));
    }
}
