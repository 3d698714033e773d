using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A boat: under sail, with a cabin, with funnels.</summary>
internal sealed class Boat : Thing
{
    private static readonly Pose Sailing = new("sailing", 1.05f, 1.15f);
    private static readonly Pose Cabin = new("", 1.6f, 0.85f);
    private static readonly Pose Steamer = new("", 1.9f, 0.95f);

    public override string Name => "boat";

    public override Places Places => Places.Water;

    public override float Size => 0.40f;

    public override IReadOnlyList<Pose> Poses { get; } = [Sailing, Sailing, Cabin, Steamer];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, Blue, Brown, Red, Green, Orange, Yellow];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        if (pose == Sailing) DrawSails(pad, dice);
        else if (pose == Cabin) DrawCabin(pad, dice);
        else DrawSteamer(pad, dice);
    }

    private static void DrawSails(Pad p, Dice dice)
    {
        float mast = dice.Between(-0.04f, 0.10f), top = dice.Between(-1.15f, -1.0f);
        var sail = dice.Chance(0.5f) ? p.Color : SKColors.White.Shade(96);
        p.Line(0.03f, mast, -0.2f, mast, top).Fill(new SKColor(96, 66, 40));
        p.Polygon(mast - 0.03f, top + 0.02f, mast - 0.03f, -0.32f, -0.48f, -0.32f).Fill(sail);
        if (dice.Chance(0.8f)) p.Polygon(mast + 0.03f, top + 0.12f, mast + 0.03f, -0.32f, 0.46f, -0.32f).Fill(sail.Shade(88));
        for (int i = 1; i < 4; i++)
        {
            p.Line(0.012f, mast - 0.03f, top + 0.2f * i, mast - 0.03f - 0.11f * i, top + 0.2f * i + 0.04f)
                .Mark(sail.Shade(78));
        }

        Hull(p, 0.52f, 0.26f);
    }

    private static void DrawCabin(Pad p, Dice dice)
    {
        float height = dice.Between(0.26f, 0.36f);
        p.Box(-0.35f, -0.34f - height, 0.55f, height + 0.1f, 0.04f).Fill(SKColors.White.Shade(94));
        p.Box(-0.40f, -0.38f - height, 0.66f, 0.07f, 0.03f).Coat();
        for (int i = 0; i < 3; i++) p.Box(-0.29f + 0.16f * i, -0.28f - height, 0.12f, 0.13f, 0.02f).Mark(Wheels.Glass(p));
        p.Line(0.025f, 0.42f, -0.3f, 0.42f, -0.80f).Fill(new SKColor(90, 62, 40));
        p.Polygon(0.42f, -0.80f, 0.64f, -0.73f, 0.42f, -0.66f).Fill(new SKColor(216, 40, 40));
        Hull(p, 0.8f, 0.36f);
    }

    private static void DrawSteamer(Pad p, Dice dice)
    {
        var white = SKColors.White.Shade(95);
        p.Box(-0.62f, -0.46f, 1.15f, 0.16f, 0.02f).Fill(white);
        p.Box(-0.45f, -0.60f, 0.80f, 0.16f, 0.02f).Fill(white.Shade(93));
        for (int i = 0; i < 6; i++) p.Circle(-0.5f + 0.18f * i, -0.38f, 0.035f).Mark(Wheels.Glass(p).Shade(70));
        int funnels = dice.Below(2) + 2;
        for (int i = 0; i < funnels; i++)
        {
            float x = -0.36f + 0.30f * i;
            p.Polygon(x, -0.58f, x - 0.02f, -0.92f, x + 0.14f, -0.92f, x + 0.16f, -0.58f).Fill(new SKColor(206, 52, 40));
            p.Box(x - 0.02f, -0.92f, 0.16f, 0.09f).Mark(new SKColor(36, 36, 40));
        }

        Hull(p, 0.94f, 0.34f);
    }

    private static void Hull(Pad p, float half, float height)
    {
        p.Blob(-half, -height, -half * 0.5f, -height * 0.96f, half * 0.5f, -height * 0.98f, half, -height * 1.12f, half * 0.86f,
            -height * 0.4f,
            half * 0.62f, 0, 0, 0.02f, -half * 0.7f, 0, -half * 0.94f, -height * 0.5f).Coat();
        p.Polygon(-half * 0.97f, -height * 0.95f, half * 0.95f, -height * 0.95f, half * 0.92f, -height * 0.76f, -half * 0.95f,
            -height * 0.76f).Mark(p.Color.Brightness() > 150 ? p.Color.Shade(62) : SKColors.White.Shade(92));
    }
}
