using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A flower: daisy, tulip or rose, alone, in a bunch or in a pot.</summary>
internal sealed class Flower : Thing
{
    private static readonly Pose Single = new("", 0.62f, 1.1f);
    private static readonly Pose Tulip = new("", 0.5f, 1.05f);
    private static readonly Pose Bunch = new("", 0.9f, 1.1f);
    private static readonly Pose Potted = new("", 0.62f, 1.2f);

    public override string Name => "flower";

    public override Places Places => Places.Country | Places.Table | Places.Room;

    public override float Size => 0.36f;

    public override IReadOnlyList<Pose> Poses { get; } = [Single, Tulip, Bunch, Potted];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Yellow, Pink, Purple, White, Orange, Blue];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        var green = new SKColor(48, 128, 44).Shade(80 + dice.Below(40));
        if (pose == Bunch)
        {
            for (int i = 0; i < 3; i++) Stem(pad, 0, 0, -0.3f + 0.3f * i, i == 1 ? -0.84f : dice.Between(-0.74f, -0.6f), green, dice,
                dice.Between(0.17f, 0.2f));
        }
        else if (pose == Potted)
        {
            Stem(pad, 0, -0.2f, dice.Between(-0.05f, 0.05f), -0.90f, green, dice, dice.Between(0.22f, 0.27f));
            pad.Polygon(-0.24f, -0.34f, 0.24f, -0.34f, 0.17f, 0, -0.17f, 0).Fill(new SKColor(178, 92, 56));
            pad.Box(-0.27f, -0.38f, 0.54f, 0.09f, 0.02f).Fill(new SKColor(160, 78, 46));
        }
        else if (pose == Tulip) DrawTulip(pad, green, dice);
        else Stem(pad, 0, 0, dice.Between(-0.08f, 0.08f), -0.78f, green, dice, dice.Between(0.25f, 0.31f));
    }

    private static void Stem(Pad p, float footX, float footY, float x, float y, SKColor green, Dice dice, float radius)
    {
        p.Curve(0.06f, 0.045f, footX, footY, (footX + x) / 2 + 0.02f, (footY + y) / 2, x, y).Fill(green);
        float middle = footX + (x - footX) * 0.4f, leaf = footY + (y - footY) * 0.4f;
        p.Blob(middle, leaf, middle + 0.08f, leaf - 0.13f, middle + 0.24f, leaf - 0.15f, middle + 0.14f, leaf - 0.02f)
            .Fill(green.Shade(112));
        p.Blob(middle, leaf + 0.1f, middle - 0.10f, leaf - 0.02f, middle - 0.24f, leaf - 0.02f, middle - 0.12f, leaf + 0.09f)
            .Fill(green.Shade(88));
        int petals = dice.Pick(5, 6, 8, 10);
        float turn = dice.Unit(), slim = petals > 7 ? 0.22f : 0.34f;
        for (int i = 0; i < petals; i++)
        {
            float at = turn + (float)i / petals;
            p.Oval(x + 0.60f * radius * Turns.Cos(at), y + 0.60f * radius * Turns.Sin(at), radius * 0.46f, radius * slim, at);
            if (i % 2 == 1) p.Fill(p.Color.Shade(84));
            else p.Coat();
        }

        bool bright = p.Color.Red > 190 && p.Color.Green > 150;
        p.Circle(x, y, radius * 0.32f).Fill(bright && p.Color.Blue < 120 ? new SKColor(112, 66, 28) : new SKColor(250, 204, 48));
    }

    private static void DrawTulip(Pad p, SKColor green, Dice dice)
    {
        float wide = dice.Between(0.17f, 0.22f);
        p.Curve(0.06f, 0.05f, 0, 0, 0.03f, -0.35f, 0, -0.66f).Fill(green);
        p.Blob(0, -0.02f, 0.12f, -0.25f, 0.24f, -0.52f, 0.08f, -0.30f).Fill(green.Shade(112));
        p.Blob(0, -0.02f, -0.13f, -0.2f, -0.24f, -0.42f, -0.08f, -0.24f).Fill(green.Shade(85));
        p.Blob(0, -0.58f, -wide, -0.70f, -wide, -0.94f, -wide * 0.5f, -0.86f, 0, -1.02f, wide * 0.5f, -0.86f, wide, -0.94f, wide, -0.70f)
            .Coat();
        p.Blob(0, -0.62f, -wide * 0.45f, -0.78f, 0, -0.98f, wide * 0.45f, -0.78f).Mark(p.Color.Shade(80));
    }
}
