using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A dog: a long snout with a black nose, hanging ears, a collar.</summary>
internal sealed class Dog : Thing
{
    private static readonly Pose Standing = new("standing", 1.5f, 1);
    private static readonly Pose Running = new("running", 1.65f, 0.95f);
    private static readonly Pose Sitting = new("sitting", 0.95f, 1.05f);
    private static readonly Pose Lying = new("lying", 1.6f, 0.62f);

    public override string Name => "dog";

    public override Places Places => Places.Country | Places.Street | Places.Room | Places.Beach | Places.Snow;

    public override float Size => 0.33f;

    public override int Weight => 3;

    public override IReadOnlyList<Pose> Poses { get; } = [Standing, Standing, Running, Sitting, Sitting, Lying];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Brown, Brown, Brown, Black, White, Grey, Yellow];

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        var ears = pad.Color.Brightness() < 50 ? pad.Color.Shade(130) : pad.Color.Shade(58);
        if (pose == Standing) DrawStanding(pad, ears, dice.Between(-0.05f, 0.05f), dice);
        else if (pose == Running) DrawStanding(pad, ears, dice.Between(0.22f, 0.30f), dice);
        else if (pose == Sitting) DrawSitting(pad, ears, dice);
        else DrawLying(pad, ears, dice);
    }

    private static void DrawStanding(Pad p, SKColor ears, float stride, Dice dice)
    {
        float leg = dice.Between(0.24f, 0.38f), deep = dice.Between(0.24f, 0.30f), back = -leg - deep, wag = dice.Between(-0.16f, 0.02f);
        p.Curve(0.10f, 0.05f, -0.46f, back + 0.07f, -0.62f, back - 0.10f, -0.66f + wag, back - 0.30f).Coat();
        Leg(p, -0.34f, -0.36f - stride, leg, far: true);
        Leg(p, 0.24f, 0.26f + stride, leg, far: true);
        p.Blob(-0.50f, -leg - 0.08f, -0.47f, back + 0.02f, -0.1f, back + 0.03f, 0.28f, back - 0.02f, 0.42f, back + 0.08f, 0.40f,
            -leg - 0.02f, 0.14f, -leg + 0.02f, -0.2f, -leg - 0.05f, -0.42f, -leg + 0.01f).Coat();
        p.Limb(0.28f, back + 0.10f, 0.26f, 0.46f, back - 0.14f, 0.2f).Coat();
        Leg(p, -0.40f, -0.40f + stride, leg, far: false);
        Leg(p, 0.31f, 0.31f - stride, leg, far: false);
        Collar(p, 0.28f, back - 0.07f, 0.47f, back + 0.04f, dice);
        Profile(p, 0.48f, back - 0.22f, ears, dice);
    }

    private static void DrawSitting(Pad p, SKColor ears, Dice dice)
    {
        float plump = dice.Between(0.25f, 0.31f), head = dice.Between(-0.02f, 0.05f);
        p.Curve(0.10f, 0.05f, -0.2f, -0.08f, -0.40f, -0.12f, -0.46f, -0.32f).Coat();
        p.Blob(-plump, -0.01f, -plump, -0.2f, -0.20f, -0.44f, 0, -0.62f, 0.20f, -0.44f, plump, -0.2f, plump, -0.01f).Coat();
        p.Oval(0, -0.40f, 0.12f, 0.16f).Mark(p.Color.Towards(SKColors.White, 55));
        p.Limb(-0.10f, -0.36f, 0.12f, -0.11f, -0.04f, 0.12f).Limb(0.10f, -0.36f, 0.12f, 0.11f, -0.04f, 0.12f).Coat();
        p.Line(0.016f, 0, -0.3f, 0, -0.03f).Mark(p.Color.Brightness() > 70 ? p.Color.Shade(55) : p.Color.Shade(140));
        Collar(p, -0.15f, -0.54f, 0.15f, -0.54f, dice);
        Face(p, head, -0.76f, ears, dice);
    }

    private static void DrawLying(Pad p, SKColor ears, Dice dice)
    {
        p.Curve(0.09f, 0.05f, -0.56f, -0.12f, -0.74f, -0.07f, -0.82f, -0.14f).Coat();
        p.Blob(-0.62f, -0.02f, -0.62f, -0.22f, -0.34f, -0.36f, 0.10f, -0.36f, 0.36f, -0.30f, 0.44f, -0.02f).Coat();
        p.Blob(-0.58f, -0.02f, -0.48f, -0.24f, -0.24f, -0.22f, -0.12f, -0.02f).Coat();
        p.Limb(0.26f, -0.08f, 0.13f, 0.70f, -0.06f, 0.11f).Coat();
        p.Limb(0.26f, -0.2f, 0.24f, 0.40f, -0.38f, 0.2f).Coat();
        Profile(p, 0.42f, -0.42f, ears, dice);
    }

    private static void Leg(Pad p, float top, float foot, float length, bool far)
    {
        p.Limb(top, -length - 0.06f, 0.16f, foot, -0.05f, 0.09f).Limb(foot, -0.05f, 0.09f, foot + 0.06f, -0.045f, 0.085f);
        if (far) p.Fill(p.Color.Shade(70));
        else p.Coat();
    }

    private static void Collar(Pad p, float x1, float y1, float x2, float y2, Dice dice) =>
        p.Line(0.055f, x1, y1, x2, y2).Mark(dice.Pick(new SKColor(200, 36, 36), new SKColor(40, 90, 190), new SKColor(40, 40, 44)));

    private static void Profile(Pad p, float x, float y, SKColor ears, Dice dice)
    {
        float snout = dice.Between(0.27f, 0.36f);
        p.Circle(x, y, 0.165f).Coat();
        p.Limb(x + 0.06f, y + 0.04f, 0.17f, x + snout, y + 0.06f, 0.115f).Coat();
        if (dice.Chance(0.5f))
        {
            p.Blob(x + 0.2f, y + 0.10f, x + 0.28f, y + 0.10f, x + 0.28f, y + 0.22f, x + 0.22f, y + 0.2f)
                .Fill(new SKColor(232, 100, 116));
        }

        p.Circle(x + snout + 0.03f, y + 0.025f, 0.05f).Fill(new SKColor(24, 22, 24));
        p.Line(0.014f, x + 0.12f, y + 0.11f, x + snout, y + 0.095f).Mark(new SKColor(40, 30, 30));
        p.Circle(x + 0.075f, y - 0.045f, 0.042f).Mark(SKColors.White);
        p.Circle(x + 0.085f, y - 0.045f, 0.03f).Mark(SKColors.Black);
        p.Blob(x - 0.02f, y - 0.14f, x - 0.14f, y - 0.13f, x - 0.20f, y + 0.06f, x - 0.13f, y + 0.19f, x - 0.04f, y + 0.08f).Fill(ears);
    }

    private static void Face(Pad p, float x, float y, SKColor ears, Dice dice)
    {
        float hang = dice.Between(0.10f, 0.22f);
        p.Oval(x, y, 0.22f, 0.225f).Coat();
        p.Blob(x - 0.14f, y - 0.20f, x - 0.28f, y - 0.14f, x - 0.33f, y + hang * 0.6f, x - 0.26f, y + hang, x - 0.19f, y + 0.02f)
            .Blob(x + 0.14f, y - 0.20f, x + 0.28f, y - 0.14f, x + 0.33f, y + hang * 0.6f, x + 0.26f, y + hang, x + 0.19f, y + 0.02f)
            .Fill(ears);
        p.Oval(x, y + 0.10f, 0.135f, 0.115f).Mark(p.Color.Towards(SKColors.White, 60));
        if (dice.Chance(0.6f)) p.Oval(x, y + 0.21f, 0.05f, 0.075f).Fill(new SKColor(232, 100, 116));
        p.Oval(x, y + 0.045f, 0.065f, 0.05f).Mark(new SKColor(24, 22, 24));
        p.Line(0.016f, x, y + 0.09f, x, y + 0.14f).Curve(0.016f, 0.016f, x - 0.08f, y + 0.15f, x, y + 0.18f, x + 0.08f, y + 0.15f)
            .Mark(new SKColor(40, 30, 30));
        foreach (float side in (ReadOnlySpan<float>)[-0.09f, 0.09f])
        {
            p.Circle(x + side, y - 0.06f, 0.045f).Mark(SKColors.White);
            p.Circle(x + side, y - 0.055f, 0.034f).Mark(SKColors.Black);
        }
    }
}
