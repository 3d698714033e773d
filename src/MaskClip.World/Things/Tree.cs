using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A tree: broad crown, fir, poplar or palm.</summary>
internal sealed class Tree : Thing
{
    private static readonly Pose Broad = new("", 0.95f, 1.05f);
    private static readonly Pose Fir = new("", 0.7f, 1.1f);
    private static readonly Pose Poplar = new("", 0.45f, 1.1f);
    private static readonly Pose Palm = new("", 1.0f, 1.05f);

    public override string Name => "tree";

    public override Places Places => Places.Country | Places.Street | Places.Snow | Places.Beach;

    public override float Size => 0.52f;

    public override IReadOnlyList<Pose> Poses { get; } = [Broad, Broad, Broad, Fir, Fir, Poplar, Palm];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Green, Green, Green, Green, Green, Orange, Yellow, Red, Pink];

    public override bool AnyColor => false;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        var bark = new SKColor(104, 72, 46).Shade(75 + dice.Below(40));
        if (pose == Broad) DrawBroad(pad, bark, dice);
        else if (pose == Fir) DrawFir(pad, bark, dice);
        else if (pose == Poplar) DrawPoplar(pad, bark, dice);
        else DrawPalm(pad, bark, dice);
    }

    private static void DrawBroad(Pad p, SKColor bark, Dice dice)
    {
        float lean = dice.Between(-0.05f, 0.05f), crown = dice.Between(0.32f, 0.42f);
        p.Limb(0, -0.03f, 0.13f, lean, -0.55f, 0.08f).Limb(0.01f, -0.32f, 0.06f, lean + 0.18f, -0.56f, 0.04f)
            .Limb(0, -0.36f, 0.06f, lean - 0.18f, -0.60f, 0.04f).Fill(bark);
        int clumps = 7 + dice.Below(5);
        p.Oval(lean, -0.68f, crown * 0.86f, 0.27f);
        for (int i = 0; i < clumps; i++)
        {
            float turn = (i + dice.Unit() * 0.6f) / clumps;
            p.Circle(lean + crown * 0.78f * Turns.Cos(turn), -0.68f + 0.22f * Turns.Sin(turn), dice.Between(0.10f, 0.16f));
        }

        p.Coat();
        for (int i = 0; i < 14; i++)
        {
            float turn = dice.Unit(), reach = dice.Unit() * 0.85f, up = Turns.Sin(turn);
            p.Oval(lean + crown * reach * Turns.Cos(turn), -0.68f + 0.27f * reach * up, dice.Between(0.04f, 0.09f),
                dice.Between(0.03f, 0.06f)).Mark(up < 0.1f ? p.Color.Shade(122) : p.Color.Shade(76));
        }

        if (!dice.Chance(0.2f)) return;
        for (int i = 0; i < 7; i++)
        {
            p.Circle(lean + crown * dice.Between(-0.75f, 0.75f), dice.Between(-0.86f, -0.52f), 0.035f)
                .Mark(new SKColor(204, 36, 30));
        }
    }

    private static void DrawFir(Pad p, SKColor bark, Dice dice)
    {
        int tiers = dice.Below(2) + 3;
        float half = dice.Between(0.26f, 0.34f);
        p.Box(-0.05f, -0.2f, 0.1f, 0.2f).Fill(bark);
        for (int i = 0; i < tiers; i++)
        {
            float bottom = -0.14f - 0.62f * i / tiers, top = Math.Max(bottom - 0.46f, -1.08f), wide = half * (1 - 0.72f * i / tiers);
            if (i == tiers - 1) top = -1.08f;
            p.Polygon(-wide, bottom, 0, top, wide, bottom, wide * 0.5f, bottom + 0.03f, 0, bottom - 0.01f, -wide * 0.5f, bottom + 0.03f)
                .Coat();
            p.Polygon(0, top + 0.1f, wide * 0.9f, bottom, wide * 0.2f, bottom).Mark(p.Color.Shade(78));
            p.Line(0.03f, -wide * 0.8f, bottom - 0.02f, -wide * 0.25f, bottom - 0.01f).Mark(p.Color.Shade(60));
        }
    }

    private static void DrawPoplar(Pad p, SKColor bark, Dice dice)
    {
        float half = dice.Between(0.14f, 0.2f);
        p.Box(-0.04f, -0.25f, 0.08f, 0.25f).Fill(bark);
        p.Blob(-half * 0.7f, -0.18f, -half, -0.42f, -half * 0.75f, -0.80f, 0, -1.08f, half * 0.75f, -0.80f, half, -0.42f, half * 0.7f,
            -0.18f).Coat();
        for (int i = 0; i < 9; i++)
        {
            p.Oval(dice.Between(-0.6f, 0.6f) * half, dice.Between(-0.85f, -0.26f), 0.04f, 0.08f)
                .Mark(p.Color.Shade(i % 2 == 0 ? 74 : 122));
        }
    }

    private static void DrawPalm(Pad p, SKColor bark, Dice dice)
    {
        float lean = dice.Between(-0.22f, 0.22f), top = -0.72f;
        p.Curve(0.11f, 0.06f, 0, -0.03f, lean * 0.25f, -0.4f, lean, top).Fill(bark.Shade(125));
        for (int i = 1; i < 6; i++)
        {
            p.Line(0.015f, lean * 0.02f * i * i - 0.05f, -0.11f * i, lean * 0.02f * i * i + 0.05f, -0.11f * i)
                .Mark(bark);
        }

        for (int i = 0; i < 7; i++)
        {
            float turn = 0.5f + (i + 0.3f * dice.Unit()) / 12.4f, right = Turns.Cos(turn), up = Turns.Sin(turn);
            float x = lean + 0.44f * right, y = top + 0.30f * up;
            p.Curve(0.07f, 0.11f, lean, top, lean + 0.25f * right, top + 0.24f * up - 0.03f)
                .Curve(0.11f, 0.02f, lean + 0.25f * right, top + 0.24f * up - 0.03f, x, y + 0.02f, x + 0.06f * right, y + 0.14f);
            if (i % 2 == 0) p.Coat();
            else p.Fill(p.Color.Shade(82));
        }

        p.Circle(lean - 0.04f, top + 0.04f, 0.05f).Circle(lean + 0.05f, top + 0.05f, 0.05f).Fill(new SKColor(110, 70, 40));
    }
}
