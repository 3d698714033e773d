using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A train on its rails: a steam engine with a carriage, or a modern one with a long nose.</summary>
internal sealed class Train : Thing
{
    private static readonly Pose Steam = new("", 2.8f, 1.05f);
    private static readonly Pose Modern = new("", 3.0f, 0.85f);

    public override string Name => "train";

    public override Places Places => Places.Country | Places.Snow | Places.Street;

    public override float Size => 0.32f;

    public override IReadOnlyList<Pose> Poses { get; } = [Steam, Modern];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Black, Green, Blue, White, Grey];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        Rails(pad);
        if (pose == Steam) DrawSteam(pad, dice);
        else DrawModern(pad, dice);
    }

    private static void Rails(Pad p)
    {
        for (float x = -1.7f; x < 1.7f; x += 0.14f) p.Box(x, -0.01f, 0.07f, 0.05f).Loose(new SKColor(92, 70, 52));
        p.Box(-1.8f, -0.025f, 3.6f, 0.03f).Loose(new SKColor(90, 92, 98));
    }

    private static void DrawSteam(Pad p, Dice dice)
    {
        Carriage(p, -1.35f, 1.2f, -0.78f, dice.Below(2) + 3);
        p.Box(-0.16f, -0.30f, 0.2f, 0.06f).Fill(new SKColor(40, 40, 44));
        float funnel = dice.Between(0.92f, 1.06f);
        p.Box(0.02f, -0.86f, 0.45f, 0.68f, 0.03f).Coat();
        p.Box(-0.04f, -0.93f, 0.57f, 0.09f, 0.04f).Fill(p.Color.Shade(55));
        p.Box(0.11f, -0.76f, 0.26f, 0.22f, 0.03f).Mark(Wheels.Glass(p));
        p.Box(0.40f, -0.66f, 0.82f, 0.38f, 0.16f).Coat();
        p.Box(0.55f, -0.66f, 0.04f, 0.38f).Box(0.82f, -0.66f, 0.04f, 0.38f).Mark(new SKColor(214, 174, 70));
        p.Polygon(0.98f, -0.62f, 0.95f, -funnel, 0.90f, -funnel - 0.05f, 1.18f, -funnel - 0.05f, 1.13f, -funnel, 1.10f, -0.62f)
            .Fill(new SKColor(46, 46, 52));
        p.Blob(0.62f, -0.62f, 0.66f, -0.76f, 0.78f, -0.76f, 0.82f, -0.62f).Fill(new SKColor(214, 174, 70));
        p.Circle(1.22f, -0.48f, 0.08f).Fill(new SKColor(255, 240, 180));
        p.Polygon(1.10f, -0.24f, 1.36f, -0.02f, 1.10f, -0.02f).Fill(new SKColor(150, 36, 30));
        p.Box(0.0f, -0.30f, 1.18f, 0.12f).Fill(new SKColor(44, 44, 50));
        Wheels.Draw(p, 0.22f, -0.17f, 0.17f);
        Wheels.Draw(p, 0.62f, -0.13f, 0.13f);
        Wheels.Draw(p, 0.94f, -0.13f, 0.13f);
        p.Line(0.035f, 0.22f, -0.15f, 0.94f, -0.13f).Mark(new SKColor(190, 60, 50));
    }

    private static void DrawModern(Pad p, Dice dice)
    {
        float nose = dice.Between(0.35f, 0.6f);
        Carriage(p, -1.48f, 1.38f, -0.80f, dice.Below(2) + 4);
        p.Box(-0.12f, -0.74f, 0.1f, 0.56f).Fill(new SKColor(60, 60, 66));
        p.Blob(-0.06f, -0.80f, 0.5f, -0.81f, 1.45f - nose, -0.80f, 1.40f, -0.42f, 1.50f, -0.20f, 0.8f, -0.13f, -0.06f, -0.14f).Coat();
        p.Box(-0.04f, -0.36f, 1.42f, 0.08f).Mark(p.Color.Brightness() > 150 ? new SKColor(196, 40, 40) : SKColors.White.Shade(95));
        var glass = Wheels.Glass(p);
        for (int i = 0; i < 3; i++) p.Box(0.06f + 0.25f * i, -0.68f, 0.19f, 0.20f, 0.03f).Mark(glass);
        p.Blob(1.43f - nose, -0.70f, 1.52f - nose, -0.70f, 1.34f, -0.46f, 1.12f, -0.46f).Mark(new SKColor(34, 40, 52));
        p.Oval(1.40f, -0.27f, 0.05f, 0.04f).Mark(new SKColor(255, 244, 190));
        for (int i = 0; i < 4; i++) Wheels.Draw(p, 0.14f + 0.2f * i + (i > 1 ? 0.36f : 0), -0.09f, 0.09f);
        p.Line(0.025f, -0.7f, -0.80f, -0.55f, -0.92f, -0.75f, -1.0f).Fill(new SKColor(70, 70, 76));
    }

    private static void Carriage(Pad p, float left, float width, float top, int windows)
    {
        p.Box(left, top, width, -top - 0.14f, 0.06f).Coat();
        p.Box(left - 0.03f, top - 0.04f, width + 0.06f, 0.09f, 0.04f).Fill(p.Color.Shade(50));
        float pane = (width - 0.1f) / windows;
        for (int i = 0; i < windows; i++) p.Box(left + 0.07f + i * pane, top + 0.13f, pane - 0.06f, 0.22f, 0.03f).Mark(Wheels.Glass(p));
        p.Box(left, -0.26f, width, 0.05f).Mark(p.Color.Shade(50));
        foreach (float x in (ReadOnlySpan<float>)[0.16f, 0.36f, width - 0.36f, width - 0.16f]) Wheels.Draw(p, left + x, -0.09f, 0.09f);
    }
}
