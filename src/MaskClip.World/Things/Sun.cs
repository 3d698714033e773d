using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>The sun, with or without drawn rays.</summary>
internal sealed class Sun : Thing
{
    private static readonly Pose Rays = new("shining", 1, 1);
    private static readonly Pose Disc = new("shining", 0.8f, 0.8f);

    public override string Name => "sun";

    public override Places Places => Places.Day;

    public override float Size => 0.29f;

    public override IReadOnlyList<Pose> Poses { get; } = [Rays, Rays, Disc];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Yellow, Yellow, Yellow, Orange, Red];

    public override bool AnyColor => false;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override bool IsLuminous => true;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float y = -pose.Height / 2;
        if (pose == Disc)
        {
            p.Circle(0, y, 0.39f).Coat();
            p.Circle(0, y, 0.30f).Mark(p.Color.Shade(130));
            p.Circle(0, y, 0.19f).Mark(p.Color.Shade(165));
            return;
        }

        int rays = 8 + 2 * dice.Below(4);
        bool pointed = dice.Chance(0.6f);
        float turn = dice.Unit();
        for (int i = 0; i < rays; i++)
        {
            float at = turn + (float)i / rays, right = Turns.Cos(at), down = Turns.Sin(at);
            p.Limb(0.27f * right, y + 0.27f * down, pointed ? 0.15f : 0.07f, 0.47f * right, y + 0.47f * down, pointed ? 0.02f : 0.06f);
        }

        p.Fill(p.Color.Shade(94));
        p.Circle(0, y, 0.29f).Coat();
        p.Circle(-0.05f, y - 0.05f, 0.2f).Mark(p.Color.Shade(135));
        if (!dice.Chance(0.3f)) return;
        p.Circle(-0.09f, y - 0.05f, 0.03f).Circle(0.09f, y - 0.05f, 0.03f)
            .Curve(0.03f, 0.03f, -0.12f, y + 0.08f, 0, y + 0.14f, 0.12f, y + 0.08f).Mark(new SKColor(120, 60, 20));
    }
}
