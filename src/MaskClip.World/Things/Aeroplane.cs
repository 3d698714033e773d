using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>An aeroplane: an airliner or a propeller plane from the side, or one from below.</summary>
internal sealed class Aeroplane : Thing
{
    private static readonly Pose Airliner = new("flying", 2.0f, 0.85f);
    private static readonly Pose Propeller = new("flying", 1.6f, 0.8f);
    private static readonly Pose Below = new("flying", 1.6f, 1.5f);

    public override string Name => "aeroplane";

    public override Places Places => Places.Air;

    public override float Size => 0.27f;

    public override int Weight => 3;

    public override IReadOnlyList<Pose> Poses { get; } = [Airliner, Airliner, Propeller, Below];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, White, Grey, Red, Blue, Yellow];

    public override float Tilt => 0.05f;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        if (pose == Airliner) DrawAirliner(pad, dice);
        else if (pose == Propeller) DrawPropeller(pad, dice);
        else DrawBelow(pad, dice);
    }

    private static void DrawAirliner(Pad p, Dice dice)
    {
        var trim = p.Color.Brightness() > 150 ? dice.Pick(new SKColor(40, 80, 180), new SKColor(200, 40, 40)) : p.Color.Shade(150);
        float fin = dice.Between(-0.88f, -0.74f), belly = dice.Between(0, 0.05f), tip = dice.Between(-0.08f, 0.08f);
        p.Polygon(-0.30f, -0.42f, -0.62f + tip, -0.66f, -0.46f + tip, -0.66f, 0.10f, -0.44f).Fill(p.Color.Shade(70));
        p.Polygon(-0.98f, fin, -0.80f, fin, -0.52f, -0.44f, -0.90f, -0.40f).Fill(trim);
        p.Blob(-0.98f, -0.44f, -0.6f, -0.50f - belly * 0.5f, 0.3f, -0.52f - belly, 0.78f, -0.48f, 0.98f, -0.34f, 0.78f, -0.23f,
            0.2f, -0.20f + belly, -0.5f, -0.26f + belly * 0.5f).Coat();
        p.Polygon(-0.98f, -0.42f, -1.02f, -0.50f, -0.86f, -0.50f, -0.60f, -0.38f).Fill(p.Color.Shade(75));
        for (int i = 0; i < 8; i++) p.Circle(-0.45f + 0.13f * i, -0.41f, 0.032f).Mark(new SKColor(56, 84, 122));
        p.Polygon(0.76f, -0.45f, 0.88f, -0.42f, 0.90f, -0.36f, 0.74f, -0.37f).Mark(new SKColor(46, 62, 90));
        p.Polygon(0.24f, -0.30f, -0.10f, -0.28f, -0.62f + tip, 0.0f, -0.42f + tip, 0.0f).Fill(p.Color.Shade(84));
        p.Box(-0.18f, -0.20f, 0.28f, 0.12f, 0.06f).Fill(trim);
    }

    private static void DrawPropeller(Pad p, Dice dice)
    {
        bool biplane = dice.Chance(0.5f);
        p.Polygon(-0.80f, -0.74f, -0.62f, -0.74f, -0.50f, -0.44f, -0.78f, -0.40f).Coat();
        p.Blob(-0.80f, -0.42f, -0.2f, -0.54f, 0.40f, -0.56f, 0.66f, -0.46f, 0.64f, -0.28f, 0.2f, -0.22f, -0.4f, -0.30f).Coat();
        p.Blob(-0.06f, -0.52f, 0.02f, -0.66f, 0.22f, -0.66f, 0.30f, -0.54f).Fill(new SKColor(150, 200, 230));
        p.Box(-0.12f, -0.36f, 0.56f, 0.09f, 0.04f).Fill(p.Color.Shade(62));
        if (biplane)
        {
            p.Box(-0.14f, -0.80f, 0.60f, 0.08f, 0.04f).Fill(p.Color.Shade(72));
            p.Line(0.025f, -0.04f, -0.74f, 0.0f, -0.36f).Line(0.025f, 0.36f, -0.74f, 0.34f, -0.36f).Fill(new SKColor(70, 60, 54));
        }

        p.Line(0.03f, 0.24f, -0.26f, 0.30f, -0.10f).Fill(new SKColor(60, 60, 64));
        p.Circle(0.30f, -0.07f, 0.075f).Fill(Wheels.Rubber);
        p.Oval(0.72f, -0.38f, 0.03f, 0.30f).Fill(new SKColor(90, 84, 80));
        p.Circle(0.70f, -0.38f, 0.06f).Fill(new SKColor(60, 60, 64));
    }

    private static void DrawBelow(Pad p, Dice dice)
    {
        float sweep = dice.Between(0.1f, 0.45f);
        p.Polygon(0.22f, -0.70f, -0.06f, -0.70f, -0.12f - sweep, -1.5f, 0.06f - sweep, -1.5f).Fill(p.Color.Shade(80));
        p.Polygon(0.22f, -0.80f, -0.06f, -0.80f, -0.12f - sweep, 0.0f, 0.06f - sweep, 0.0f).Fill(p.Color.Shade(92));
        p.Polygon(-0.50f, -0.75f, -0.66f, -0.75f, -0.80f, -1.06f, -0.66f, -1.06f)
            .Polygon(-0.50f, -0.75f, -0.66f, -0.75f, -0.80f, -0.44f, -0.66f, -0.44f).Fill(p.Color.Shade(84));
        p.Blob(-0.78f, -0.75f, -0.3f, -0.85f, 0.5f, -0.86f, 0.78f, -0.75f, 0.5f, -0.64f, -0.3f, -0.65f).Coat();
        p.Box(-0.02f - sweep / 2, -1.14f, 0.26f, 0.10f, 0.05f).Box(-0.02f - sweep / 2, -0.46f, 0.26f, 0.10f, 0.05f)
            .Fill(new SKColor(84, 88, 98));
        p.Polygon(0.60f, -0.80f, 0.70f, -0.75f, 0.60f, -0.70f, 0.54f, -0.75f).Mark(new SKColor(50, 70, 100));
    }
}
