using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A cat: round face, pointed ears, whiskers, a long tail.</summary>
internal sealed class Cat : Thing
{
    private static readonly Pose Sitting = new("sitting", 0.85f, 1);
    private static readonly Pose Walking = new("walking", 1.4f, 1);
    private static readonly Pose Lying = new("lying", 1.4f, 0.66f);

    public override string Name => "cat";

    public override Places Places => Places.Country | Places.Street | Places.Room;

    public override float Size => 0.32f;

    public override IReadOnlyList<Pose> Poses { get; } = [Sitting, Sitting, Walking, Walking, Lying];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Orange, Orange, Black, Grey, White, Brown];

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        if (pose == Sitting) DrawSitting(pad, dice);
        else if (pose == Walking) DrawWalking(pad, dice);
        else DrawLying(pad, dice);
    }

    private static void DrawSitting(Pad p, Dice dice)
    {
        float plump = dice.Between(0.25f, 0.32f), tail = dice.Between(-0.50f, -0.24f);
        p.Curve(0.10f, 0.08f, 0.18f, -0.07f, 0.40f, -0.08f, 0.46f, tail * 0.7f, 0.40f, tail).Coat();
        p.Blob(-plump * 0.9f, -0.01f, -plump, -0.18f, -0.19f, -0.44f, 0, -0.60f, 0.19f, -0.44f, plump, -0.18f, plump * 0.9f, -0.01f).Coat();
        p.Oval(0, -0.36f, 0.10f, 0.14f).Mark(Belly(p));
        p.Limb(-0.08f, -0.30f, 0.10f, -0.09f, -0.04f, 0.11f).Limb(0.08f, -0.30f, 0.10f, 0.09f, -0.04f, 0.11f).Coat();
        p.Line(0.014f, -0.01f, -0.26f, -0.01f, -0.02f).Line(0.014f, -0.16f, -0.2f, -0.16f, -0.04f).Line(0.014f, 0.16f, -0.2f, 0.16f, -0.04f)
            .Mark(Dark(p));
        Head(p, dice.Between(-0.03f, 0.06f), -0.70f, 1, dice);
    }

    private static void DrawWalking(Pad p, Dice dice)
    {
        float stride = dice.Between(-0.12f, 0.14f), tip = dice.Between(-0.80f, -0.62f);
        p.Curve(0.09f, 0.07f, -0.46f, -0.52f, -0.66f, -0.60f, tip, -0.78f, tip + 0.10f, -0.94f).Coat();
        Leg(p, -0.36f, -0.42f - stride, far: true);
        Leg(p, 0.26f, 0.24f + stride, far: true);
        p.Blob(-0.50f, -0.44f, -0.46f, -0.58f, -0.1f, -0.60f, 0.30f, -0.62f, 0.46f, -0.56f, 0.44f, -0.38f, 0.2f, -0.30f, -0.2f, -0.29f,
            -0.44f, -0.33f).Coat();
        Leg(p, -0.42f, -0.40f + stride, far: false);
        Leg(p, 0.34f, 0.36f - stride, far: false);
        p.Oval(0.05f, -0.33f, 0.22f, 0.05f).Mark(Belly(p));
        Head(p, 0.46f, -0.70f, 0.86f, dice);
    }

    private static void DrawLying(Pad p, Dice dice)
    {
        p.Curve(0.10f, 0.08f, -0.50f, -0.12f, -0.66f, -0.06f, -0.56f, -0.05f, -0.3f, -0.05f).Coat();
        p.Blob(-0.56f, -0.02f, -0.60f, -0.22f, -0.36f, -0.42f, 0.05f, -0.42f, 0.40f, -0.36f, 0.52f, -0.16f, 0.46f, -0.02f).Coat();
        p.Blob(-0.52f, -0.02f, -0.46f, -0.26f, -0.2f, -0.26f, -0.1f, -0.02f).Coat();
        p.Curve(0.014f, 0.014f, -0.42f, -0.24f, -0.22f, -0.28f, -0.10f, -0.06f).Mark(Dark(p));
        p.Limb(0.28f, -0.06f, 0.11f, 0.62f, -0.05f, 0.11f).Limb(0.2f, -0.05f, 0.1f, 0.5f, -0.04f, 0.1f).Coat();
        Head(p, 0.40f, -0.38f, 0.82f, dice);
    }

    private static void Leg(Pad p, float top, float foot, bool far)
    {
        p.Limb(top, -0.40f, 0.15f, foot, -0.06f, 0.09f).Limb(foot, -0.05f, 0.09f, foot + 0.05f, -0.045f, 0.085f);
        if (far) p.Fill(p.Color.Shade(70));
        else p.Coat();
    }

    private static void Head(Pad p, float x, float y, float s, Dice dice)
    {
        float ear = dice.Between(0.26f, 0.33f);
        p.Polygon(x - 0.25f * s, y - 0.04f * s, x - 0.23f * s, y - ear * s, x - 0.05f * s, y - 0.17f * s)
            .Polygon(x + 0.25f * s, y - 0.04f * s, x + 0.23f * s, y - ear * s, x + 0.05f * s, y - 0.17f * s).Coat();
        p.Polygon(x - 0.21f * s, y - 0.10f * s, x - 0.20f * s, y - (ear - 0.06f) * s, x - 0.10f * s, y - 0.17f * s)
            .Polygon(x + 0.21f * s, y - 0.10f * s, x + 0.20f * s, y - (ear - 0.06f) * s, x + 0.10f * s, y - 0.17f * s)
            .Mark(new SKColor(236, 150, 150));
        p.Oval(x, y, 0.27f * s, 0.22f * s).Coat();
        p.Oval(x - 0.06f * s, y + 0.09f * s, 0.09f * s, 0.07f * s).Oval(x + 0.06f * s, y + 0.09f * s, 0.09f * s, 0.07f * s).Mark(Belly(p));
        var iris = dice.Pick(new SKColor(190, 214, 60), new SKColor(246, 196, 48), new SKColor(96, 190, 210));
        foreach (float side in (ReadOnlySpan<float>)[-0.11f, 0.11f])
        {
            p.Oval(x + side * s, y - 0.03f * s, 0.062f * s, 0.055f * s).Mark(iris);
            p.Oval(x + side * s, y - 0.03f * s, 0.022f * s, 0.052f * s).Mark(SKColors.Black);
        }

        p.Polygon(x - 0.035f * s, y + 0.045f * s, x + 0.035f * s, y + 0.045f * s, x, y + 0.08f * s).Mark(new SKColor(226, 110, 120));
        var hair = p.Color.Brightness() > 120 ? new SKColor(70, 60, 56) : new SKColor(240, 236, 230);
        p.Line(0.012f * s, x - 0.12f * s, y + 0.08f * s, x - 0.38f * s, y + 0.03f * s)
            .Line(0.012f * s, x - 0.12f * s, y + 0.11f * s, x - 0.37f * s, y + 0.14f * s);
        p.Line(0.012f * s, x + 0.12f * s, y + 0.08f * s, x + 0.38f * s, y + 0.03f * s)
            .Line(0.012f * s, x + 0.12f * s, y + 0.11f * s, x + 0.37f * s, y + 0.14f * s).Loose(hair);
    }

    private static SKColor Belly(Pad p) => p.Color.Towards(SKColors.White, 55);

    private static SKColor Dark(Pad p) => p.Color.Brightness() > 70 ? p.Color.Shade(55) : p.Color.Shade(140);
}
