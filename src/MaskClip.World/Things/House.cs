using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A house: a cottage, a gable, or one seen from its corner.</summary>
internal sealed class House : Thing
{
    private static readonly Pose Cottage = new("", 1.3f, 1);
    private static readonly Pose Gable = new("", 1.0f, 1.15f);
    private static readonly Pose Corner = new("", 1.6f, 1);

    private static readonly SKColor[] Tiles = [new(150, 58, 40), new(112, 66, 46), new(84, 84, 92), new(66, 60, 62), new(168, 92, 52)];

    public override string Name => "house";

    public override Places Places => Places.Country | Places.Street | Places.Snow;

    public override float Size => 0.46f;

    public override int Weight => 5;

    public override IReadOnlyList<Pose> Poses { get; } = [Cottage, Gable, Corner];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, Yellow, Red, Blue, Pink, Grey, Brown, Green];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        var roof = dice.Pick<SKColor>(Tiles);
        var door = dice.Pick(new SKColor(96, 58, 34), new SKColor(40, 84, 60), new SKColor(120, 30, 28), new SKColor(50, 60, 96));
        if (pose == Cottage) DrawCottage(pad, roof, door, dice);
        else if (pose == Gable) DrawGable(pad, roof, door, dice);
        else DrawCorner(pad, roof, door, dice);
    }

    private static void DrawCottage(Pad p, SKColor roof, SKColor door, Dice dice)
    {
        float wall = dice.Between(0.46f, 0.56f), eaves = -wall + 0.02f;
        Chimney(p, dice.Pick(-0.36f, 0.30f), roof);
        p.Box(-0.56f, -wall, 1.12f, wall).Coat();
        p.Polygon(-0.66f, eaves, -0.46f, -0.92f, 0.46f, -0.92f, 0.66f, eaves).Fill(roof);
        for (int i = 1; i < 4; i++)
        {
            p.Line(0.015f, -0.64f + 0.05f * i, eaves - 0.11f * i, 0.64f - 0.05f * i, eaves - 0.11f * i)
                .Mark(roof.Shade(75));
        }

        Door(p, dice.Pick(-0.08f, -0.30f, 0.14f), door, 0.34f);
        Window(p, -0.48f, -wall + 0.10f, 0.2f, 0.2f);
        Window(p, 0.28f, -wall + 0.10f, 0.2f, 0.2f);
    }

    private static void DrawGable(Pad p, SKColor roof, SKColor door, Dice dice)
    {
        float wall = dice.Between(0.56f, 0.68f);
        Chimney(p, 0.18f, roof);
        p.Polygon(-0.42f, 0, -0.42f, -wall, 0, -1.08f, 0.42f, -wall, 0.42f, 0).Coat();
        p.Line(0.09f, -0.49f, -wall + 0.05f, 0, -1.12f, 0.49f, -wall + 0.05f).Fill(roof);
        Window(p, -0.10f, -0.84f, 0.2f, 0.18f);
        Window(p, -0.34f, -0.52f, 0.2f, 0.2f);
        Window(p, 0.14f, -0.52f, 0.2f, 0.2f);
        Door(p, -0.09f, door, 0.30f);
    }

    private static void DrawCorner(Pad p, SKColor roof, SKColor door, Dice dice)
    {
        float split = dice.Between(-0.30f, -0.14f), wall = dice.Between(0.48f, 0.58f), top = -0.96f;
        Chimney(p, 0.36f, roof);
        p.Polygon(split, 0, split, -wall, 0.74f, -wall, 0.74f, -0.02f).Coat();
        p.Polygon(-0.74f, -0.02f, -0.74f, -wall, (split - 0.74f) / 2, top, split, -wall, split, 0).Coat();
        p.Polygon(-0.74f, -0.02f, -0.74f, -wall, (split - 0.74f) / 2, top, split, -wall, split, 0).Mark(new SKColor(0, 0, 0, 46));
        p.Polygon((split - 0.74f) / 2 - 0.04f, top - 0.04f, 0.58f, top - 0.04f, 0.82f, -wall + 0.04f, split - 0.02f, -wall + 0.04f)
            .Fill(roof);
        p.Line(0.06f, (split - 0.74f) / 2, top - 0.01f, -0.78f, -wall + 0.04f).Fill(roof.Shade(80));
        Door(p, split + 0.10f, door, 0.34f);
        Window(p, split + 0.38f, -wall + 0.12f, 0.18f, 0.2f);
        if (split < -0.16f) Window(p, split + 0.64f, -wall + 0.12f, 0.18f, 0.2f);
        Window(p, (split - 0.74f) / 2 - 0.09f, -wall + 0.08f, 0.18f, 0.2f);
    }

    private static void Chimney(Pad p, float x, SKColor roof)
    {
        p.Box(x, -1.06f, 0.12f, 0.4f).Fill(roof.Shade(76));
        p.Box(x - 0.02f, -1.08f, 0.16f, 0.05f).Fill(roof.Shade(56));
    }

    private static void Door(Pad p, float x, SKColor color, float height)
    {
        p.Box(x, -height, 0.18f, height, 0.02f).Mark(color);
        p.Circle(x + 0.14f, -height * 0.48f, 0.018f).Mark(new SKColor(232, 200, 90));
    }

    private static void Window(Pad p, float x, float y, float width, float height)
    {
        p.Box(x - 0.025f, y - 0.025f, width + 0.05f, height + 0.05f)
            .Mark(p.Color.Brightness() > 170 ? new SKColor(120, 96, 74) : SKColors.White.Shade(94));
        p.Box(x, y, width, height).Mark(p.IsNight ? Wheels.Glass(p) : new SKColor(84, 128, 168));
        p.Line(0.02f, x + width / 2, y, x + width / 2, y + height).Line(0.02f, x, y + height / 2, x + width, y + height / 2)
            .Mark(SKColors.White.Shade(90));
    }
}
