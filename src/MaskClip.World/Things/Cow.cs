using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A cow: a heavy body, horns, a broad pink muzzle, an udder, a thin tail with a tuft.</summary>
internal sealed class Cow : Thing
{
    private static readonly SKColor Pink = new(240, 170, 166);
    private static readonly Pose Standing = new("standing", 1.6f, 1);
    private static readonly Pose Grazing = new("eating", 1.65f, 0.85f);
    private static readonly Pose Lying = new("lying", 1.6f, 0.68f);

    public override string Name => "cow";

    public override Places Places => Places.Country;

    public override float Size => 0.36f;

    public override int Weight => 7;

    public override IReadOnlyList<Pose> Poses { get; } = [Standing, Standing, Grazing, Lying];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, White, Brown, Brown, Black, Grey];

    public override IReadOnlyList<Pattern> Patterns { get; } =
        [Pattern.Plain, Pattern.Plain, Pattern.Plain, Pattern.Spotted, Pattern.Spotted, Pattern.Spotted, Pattern.Striped, Pattern.Checked];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float drop = pose == Lying ? 0.30f : 0, stride = dice.Between(-0.05f, 0.07f);
        p.Curve(0.05f, 0.035f, -0.60f, -0.76f + drop, -0.70f, -0.70f + drop, -0.68f, -0.36f + drop).Coat();
        p.Oval(-0.68f, -0.30f + drop, 0.055f, 0.09f).Fill(p.Color.Shade(45));
        if (pose != Lying)
        {
            Leg(p, -0.42f - stride, far: true);
            Leg(p, 0.30f + stride, far: true);
            p.Oval(-0.22f, -0.31f, 0.13f, 0.10f).Fill(Pink);
        }

        p.Blob(-0.62f, -0.56f + drop, -0.60f, -0.80f + drop, -0.2f, -0.80f + drop, 0.25f, -0.81f + drop, 0.50f, -0.78f + drop, 0.54f,
            -0.50f + drop, 0.38f, -0.33f + drop, -0.1f, -0.30f + drop, -0.54f, -0.36f + drop).Coat();
        if (pose == Lying)
        {
            p.Limb(-0.42f, -0.09f, 0.15f, -0.12f, -0.06f, 0.10f).Limb(0.30f, -0.12f, 0.14f, 0.58f, -0.06f, 0.10f).Coat();
            p.Limb(-0.12f, -0.06f, 0.09f, -0.06f, -0.06f, 0.09f).Limb(0.58f, -0.06f, 0.09f, 0.64f, -0.06f, 0.09f)
                .Fill(new SKColor(50, 42, 38));
        }
        else
        {
            Leg(p, -0.50f + stride, far: false);
            Leg(p, 0.40f - stride, far: false);
        }

        if (pose == Grazing) Head(p, 0.68f, -0.28f, dice, neckY: -0.58f);
        else Head(p, 0.60f, dice.Between(-0.84f, -0.76f) + drop, dice, neckY: -0.64f + drop);
    }

    private static void Leg(Pad p, float x, bool far)
    {
        p.Limb(x, -0.44f, 0.17f, x + 0.01f, -0.09f, 0.11f);
        if (far) p.Fill(p.Color.Shade(70));
        else p.Coat();
        p.Polygon(x - 0.05f, -0.10f, x + 0.07f, -0.10f, x + 0.085f, 0, x - 0.055f, 0).Fill(new SKColor(50, 42, 38));
    }

    private static void Head(Pad p, float x, float y, Dice dice, float neckY)
    {
        float horn = dice.Between(0.10f, 0.18f);
        p.Limb(0.40f, neckY, 0.38f, x - 0.04f, y + 0.02f, 0.22f).Coat();
        p.Curve(0.06f, 0.02f, x - 0.13f, y - 0.13f, x - 0.20f, y - 0.17f, x - 0.17f, y - 0.15f - horn)
            .Curve(0.06f, 0.02f, x + 0.10f, y - 0.13f, x + 0.19f, y - 0.17f, x + 0.16f, y - 0.15f - horn).Fill(new SKColor(236, 220, 184));
        p.Oval(x - 0.22f, y - 0.07f, 0.10f, 0.05f, 0.04f).Oval(x + 0.21f, y - 0.07f, 0.10f, 0.05f, -0.04f).Fill(p.Color.Shade(72));
        p.Blob(x - 0.16f, y - 0.16f, x + 0.14f, y - 0.16f, x + 0.13f, y + 0.06f, x + 0.11f, y + 0.16f, x - 0.09f, y + 0.16f, x - 0.14f,
            y + 0.06f).Coat();
        p.Oval(x + 0.01f, y + 0.14f, 0.155f, 0.095f).Fill(Pink);
        p.Oval(x - 0.05f, y + 0.14f, 0.026f, 0.03f).Oval(x + 0.07f, y + 0.14f, 0.026f, 0.03f).Mark(new SKColor(140, 70, 74));
        foreach (float side in (ReadOnlySpan<float>)[-0.07f, 0.08f])
        {
            p.Circle(x + side, y - 0.04f, 0.042f).Mark(SKColors.White);
            p.Circle(x + side, y - 0.035f, 0.03f).Mark(SKColors.Black);
        }
    }
}
