using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A tower: of a castle, of a church, a lighthouse, or of many floors.</summary>
internal sealed class Tower : Thing
{
    private static readonly Pose Castle = new("", 0.52f, 1.05f);
    private static readonly Pose Church = new("", 0.44f, 1.25f);
    private static readonly Pose Lighthouse = new("", 0.44f, 1.15f);
    private static readonly Pose Floors = new("", 0.5f, 1.15f);

    public override string Name => "tower";

    public override Places Places => Places.Country | Places.Street | Places.Beach;

    public override float Size => 0.55f;

    public override IReadOnlyList<Pose> Poses { get; } = [Castle, Church, Lighthouse, Floors];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Grey, Grey, White, Brown, Red, Yellow, Blue];

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        if (pose == Castle) DrawCastle(pad, dice);
        else if (pose == Church) DrawChurch(pad, dice);
        else if (pose == Lighthouse) DrawLighthouse(pad);
        else DrawFloors(pad, dice);
    }

    private static void DrawCastle(Pad p, Dice dice)
    {
        float half = dice.Between(0.17f, 0.21f);
        p.Box(-half, -0.86f, 2 * half, 0.86f).Coat();
        p.Polygon(-half - 0.06f, -0.88f, half + 0.06f, -0.88f, half, -0.76f, -half, -0.76f).Coat();
        for (int i = 0; i < 4; i++) p.Box(-half - 0.06f + i * (2 * half + 0.12f - 0.075f) / 3, -1.0f, 0.075f, 0.14f);
        p.Coat();
        for (int row = 0; row < 7; row++)
        {
            for (int i = 0; i < 3; i++) p.Box(-half + 0.02f + (2 * half - 0.02f) * (i + (row % 2) * 0.5f) / 3.4f, -0.72f + 0.1f * row,
                0.07f, 0.035f, 0.01f);
        }

        p.Mark(p.Color.Brightness() > 90 ? new SKColor(0, 0, 0, 44) : new SKColor(255, 255, 255, 44));
        Slit(p, 0, -0.62f);
        Slit(p, 0.02f, -0.36f);
        p.Blob(-0.07f, 0, -0.07f, -0.12f, 0, -0.19f, 0.07f, -0.12f, 0.07f, 0).Mark(new SKColor(60, 40, 28));
        if (!dice.Chance(0.5f)) return;
        p.Line(0.015f, 0, -0.98f, 0, -1.16f).Fill(new SKColor(70, 60, 50));
        p.Polygon(0, -1.16f, 0.16f, -1.12f, 0, -1.08f).Fill(new SKColor(204, 40, 36));
    }

    private static void DrawChurch(Pad p, Dice dice)
    {
        var roof = dice.Pick(new SKColor(76, 80, 92), new SKColor(64, 110, 92), new SKColor(140, 58, 42));
        p.Polygon(-0.20f, -0.70f, 0, -1.24f, 0.20f, -0.70f).Fill(roof);
        p.Box(-0.17f, -0.72f, 0.34f, 0.72f).Coat();
        p.Circle(0, -0.56f, 0.09f).Mark(SKColors.White.Shade(96));
        p.Line(0.02f, 0, -0.56f, 0, -0.62f).Line(0.02f, 0, -0.56f, 0.045f, -0.54f).Mark(new SKColor(30, 30, 30));
        Slit(p, -0.07f, -0.36f);
        Slit(p, 0.07f, -0.36f);
        p.Blob(-0.06f, 0, -0.06f, -0.13f, 0, -0.19f, 0.06f, -0.13f, 0.06f, 0).Mark(new SKColor(72, 46, 30));
    }

    private static void DrawLighthouse(Pad p)
    {
        p.Polygon(-0.20f, 0, -0.12f, -0.84f, 0.12f, -0.84f, 0.20f, 0).Coat();
        if (p.Dress.Pattern == Pattern.Plain)
        {
            var band = p.Color.Brightness() > 150 ? new SKColor(200, 40, 36) : SKColors.White.Shade(95);
            for (int i = 0; i < 2; i++) p.Polygon(-0.175f + 0.035f * i, -0.26f - 0.32f * i, -0.16f + 0.035f * i, -0.42f - 0.32f * i,
                0.16f - 0.035f * i, -0.42f - 0.32f * i, 0.175f - 0.035f * i, -0.26f - 0.32f * i).Mark(band);
        }

        p.Box(-0.16f, -0.88f, 0.32f, 0.05f, 0.01f).Fill(new SKColor(56, 56, 62));
        p.Box(-0.09f, -1.02f, 0.18f, 0.15f).Fill(new SKColor(255, 236, 150));
        p.Line(0.014f, -0.03f, -1.02f, -0.03f, -0.88f).Line(0.014f, 0.03f, -1.02f, 0.03f, -0.88f).Mark(new SKColor(60, 60, 66));
        p.Polygon(-0.12f, -1.01f, 0, -1.15f, 0.12f, -1.01f).Fill(new SKColor(170, 40, 36));
        p.Box(-0.05f, -0.14f, 0.10f, 0.14f, 0.03f).Mark(new SKColor(70, 46, 32));
    }

    private static void DrawFloors(Pad p, Dice dice)
    {
        float half = dice.Between(0.17f, 0.24f), top = dice.Between(-1.12f, -0.95f);
        int columns = dice.Below(2) + 3, rows = dice.Below(3) + 7;
        p.Box(-half, top, 2 * half, -top).Coat();
        if (dice.Chance(0.5f)) p.Line(0.02f, 0, top, 0, top - 0.14f).Fill(new SKColor(90, 90, 96));
        float across = (2 * half - 0.04f) / columns, down = (-top - 0.14f) / rows;
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++)
            {
                bool lit = p.IsNight && dice.Chance(0.6f);
                p.Box(-half + 0.035f + i * across, top + 0.05f + row * down, across * 0.62f, down * 0.58f)
                    .Mark(lit ? new SKColor(255, 226, 130) : new SKColor(58, 84, 112));
            }
        }
    }

    private static void Slit(Pad p, float x, float y) => p.Box(x - 0.03f, y, 0.06f, 0.13f, 0.03f)
        .Mark(p.IsNight ? new SKColor(255, 226, 130) : new SKColor(40, 36, 38));
}
