using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A sheep: a ball of wool on thin legs, a bare narrow face, ears to the sides.</summary>
internal sealed class Sheep : Thing
{
    private static readonly Pose Standing = new("standing", 1.3f, 1);
    private static readonly Pose Grazing = new("eating", 1.35f, 0.92f);
    private static readonly Pose Lying = new("lying", 1.3f, 0.75f);

    public override string Name => "sheep";

    public override Places Places => Places.Country | Places.Snow;

    public override float Size => 0.31f;

    public override int Weight => 6;

    public override IReadOnlyList<Pose> Poses { get; } = [Standing, Standing, Grazing, Lying];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, White, White, White, Grey, Black, Brown];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        var skin = p.Color.Brightness() < 50 ? new SKColor(206, 184, 158)
            : dice.Pick(new SKColor(44, 40, 42), new SKColor(92, 72, 60), new SKColor(226, 206, 178));
        float drop = pose == Lying ? 0.24f : 0, middle = -0.56f + drop;
        if (pose != Lying)
        {
            foreach (float x in (ReadOnlySpan<float>)[-0.28f, -0.14f, 0.16f, 0.30f]) p.Limb(x, -0.36f, 0.09f,
                x + dice.Between(-0.03f, 0.03f), -0.045f, 0.075f);
            p.Fill(skin);
        }
        else p.Limb(0.1f, -0.06f, 0.09f, 0.42f, -0.05f, 0.08f).Fill(skin);

        Wool(p, middle, dice);
        if (pose == Grazing) Head(p, 0.54f, -0.26f, 0.06f, skin, dice);
        else Head(p, 0.52f, middle - dice.Between(0.10f, 0.20f), 0.16f, skin, dice);
    }

    private static void Wool(Pad p, float y, Dice dice)
    {
        const int Curls = 13;
        p.Oval(0, y, 0.44f, 0.27f);
        for (int i = 0; i < Curls; i++)
        {
            float at = (i + 0.4f * dice.Unit()) / Curls;
            p.Circle(0.43f * Turns.Cos(at), y + 0.25f * Turns.Sin(at), dice.Between(0.095f, 0.125f));
        }

        p.Coat();
        var shade = p.Color.Brightness() < 50 ? p.Color.Shade(135) : p.Color.Shade(78);
        for (int row = -1; row <= 1; row++)
        {
            for (int i = -2; i <= 2; i++)
            {
                float x = 0.16f * i + 0.08f * (row & 1), dy = y + 0.15f * row;
                p.Curve(0.026f, 0.026f, x - 0.06f, dy - 0.02f, x, dy + 0.05f, x + 0.06f, dy - 0.02f);
            }
        }

        p.Mark(shade);
    }

    private static void Head(Pad p, float x, float y, float tilt, SKColor skin, Dice dice)
    {
        p.Oval(x - 0.16f, y - 0.05f, 0.11f, 0.05f, -0.06f).Oval(x + 0.15f, y - 0.05f, 0.11f, 0.05f, 0.06f).Fill(skin.Shade(118));
        p.Oval(x, y + 0.04f, 0.135f, 0.19f, tilt * 0.2f).Fill(skin);
        p.Circle(x - 0.08f, y - 0.12f, 0.08f).Circle(x + 0.02f, y - 0.15f, 0.09f).Circle(x + 0.10f, y - 0.11f, 0.07f).Coat();
        foreach (float side in (ReadOnlySpan<float>)[-0.06f, 0.065f])
        {
            p.Circle(x + side, y, 0.036f).Mark(SKColors.White);
            p.Circle(x + side, y + 0.004f, 0.024f).Mark(SKColors.Black);
        }

        p.Polygon(x - 0.03f, y + 0.13f, x + 0.03f, y + 0.13f, x, y + 0.165f)
            .Mark(dice.Chance(0.5f) ? new SKColor(230, 150, 150) : new SKColor(20, 18, 20));
    }
}
