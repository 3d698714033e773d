using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A horse: long legs, an arched neck with a mane, a long face, a flowing tail.</summary>
internal sealed class Horse : Thing
{
    private static readonly Pose Standing = new("standing", 1.5f, 1.15f);
    private static readonly Pose Running = new("running", 1.75f, 1.1f);
    private static readonly Pose Grazing = new("eating", 1.55f, 0.85f);

    public override string Name => "horse";

    public override Places Places => Places.Country | Places.Snow | Places.Beach;

    public override float Size => 0.40f;

    public override IReadOnlyList<Pose> Poses { get; } = [Standing, Standing, Running, Running, Grazing];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Brown, Brown, Brown, Black, White, Grey, Orange];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        var mane = p.Color.Brightness() < 50 ? dice.Pick(p.Color.Shade(145), p.Color.Shade(50))
            : dice.Pick(p.Color.Shade(40), p.Color.Towards(SKColors.White, 65));
        float run = pose == Running ? dice.Between(0.20f, 0.34f) : dice.Between(-0.04f, 0.06f);
        p.Curve(0.10f, 0.16f, -0.48f, -0.72f, -0.64f, -0.66f, -0.68f - run * 0.5f, -0.30f + run * 0.7f).Fill(mane);
        Leg(p, -0.36f, -run, hind: true, far: true);
        Leg(p, 0.30f, run * 1.1f, hind: false, far: true);
        p.Blob(-0.52f, -0.60f, -0.46f, -0.78f, -0.15f, -0.76f, 0.2f, -0.77f, 0.44f, -0.82f, 0.50f, -0.62f, 0.34f, -0.45f, -0.05f, -0.43f,
            -0.42f, -0.46f).Coat();
        Leg(p, -0.42f, run * 0.8f, hind: true, far: false);
        Leg(p, 0.38f, -run * 0.7f, hind: false, far: false);
        if (pose == Grazing) DrawGrazing(p, mane);
        else DrawHead(p, mane, dice.Between(-0.06f, 0.04f));
        if (dice.Chance(0.3f))
        {
            p.Blob(-0.16f, -0.80f, 0.14f, -0.80f, 0.12f, -0.60f, -0.14f, -0.60f)
                .Mark(dice.Pick(new SKColor(150, 34, 34), new SKColor(60, 50, 44), new SKColor(36, 62, 130)));
        }
    }

    private static void DrawHead(Pad p, SKColor mane, float nod)
    {
        p.Blob(0.22f, -0.70f, 0.34f, -0.92f, 0.46f, -1.10f + nod, 0.60f, -1.10f + nod, 0.62f, -0.94f + nod, 0.50f, -0.66f, 0.36f, -0.58f)
            .Coat();
        p.Polygon(0.50f, -1.06f + nod, 0.50f, -1.21f + nod, 0.58f, -1.08f + nod).Coat();
        p.Limb(0.55f, -1.03f + nod, 0.19f, 0.80f, -0.84f + nod, 0.125f).Coat();
        p.Oval(0.81f, -0.835f + nod, 0.065f, 0.06f).Mark(p.Color.Shade(p.Color.Brightness() < 50 ? 140 : 66));
        p.Blob(0.22f, -0.80f, 0.30f, -0.98f, 0.42f, -1.16f + nod, 0.55f, -1.17f + nod, 0.48f, -1.06f + nod, 0.42f, -0.92f, 0.34f, -0.76f)
            .Fill(mane);
        p.Circle(0.61f, -1.03f + nod, 0.03f).Mark(SKColors.Black);
    }

    private static void DrawGrazing(Pad p, SKColor mane)
    {
        p.Limb(0.38f, -0.68f, 0.30f, 0.66f, -0.30f, 0.17f).Coat();
        p.Limb(0.66f, -0.30f, 0.18f, 0.72f, -0.07f, 0.13f).Coat();
        p.Polygon(0.66f, -0.36f, 0.76f, -0.44f, 0.74f, -0.32f).Coat();
        p.Curve(0.10f, 0.05f, 0.42f, -0.82f, 0.62f, -0.58f, 0.72f, -0.36f).Fill(mane);
        p.Oval(0.72f, -0.06f, 0.07f, 0.05f).Mark(p.Color.Shade(66));
        p.Circle(0.70f, -0.26f, 0.026f).Mark(SKColors.Black);
    }

    private static void Leg(Pad p, float top, float reach, bool hind, bool far)
    {
        float knee = top + reach * 0.9f + (hind ? -0.03f : 0.02f), foot = top + reach * 1.5f, lift = Math.Abs(reach) * 0.25f;
        p.Limb(top, -0.56f, hind ? 0.2f : 0.16f, knee, -0.30f - lift * 0.3f, 0.10f)
            .Limb(knee, -0.30f - lift * 0.3f, 0.09f, foot, -0.06f - lift, 0.075f);
        if (far) p.Fill(p.Color.Shade(68));
        else p.Coat();
        p.Polygon(foot - 0.05f, -0.09f - lift, foot + 0.04f, -0.09f - lift, foot + 0.07f, -lift, foot - 0.06f, -lift)
            .Fill(new SKColor(46, 38, 34));
    }
}
