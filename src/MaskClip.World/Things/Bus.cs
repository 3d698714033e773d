using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A bus, one or two storeys, from the side or the front.</summary>
internal sealed class Bus : Thing
{
    private static readonly Pose Side = new("", 2.2f, 1);
    private static readonly Pose Double = new("", 1.75f, 1.15f);
    private static readonly Pose Front = new("", 0.9f, 1.05f);

    public override string Name => "bus";

    public override Places Places => Places.Street | Places.Country;

    public override float Size => 0.34f;

    public override int Weight => 6;

    public override IReadOnlyList<Pose> Poses { get; } = [Side, Side, Double, Front];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Yellow, Blue, Green, Orange, White];

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        if (pose == Front) DrawFront(pad);
        else DrawSide(pad, pose.Width / 2 - 0.02f, pose.Height, pose == Double ? 2 : 1, dice);
    }

    private static void DrawSide(Pad p, float half, float height, int storeys, Dice dice)
    {
        half -= dice.Between(0, 0.14f);
        p.Box(-half, -height, 2 * half, height - 0.12f, 0.10f).Coat();
        p.Box(-half, -0.24f, 2 * half, 0.12f, 0.05f).Mark(p.Color.Shade(60));
        var glass = Wheels.Glass(p);
        int windows = dice.Below(3) + 4;
        float door = half - 0.36f, storey = (height - 0.28f) / storeys, pane = (2 * half - 0.5f) / windows;
        for (int level = 0; level < storeys; level++)
        {
            float top = 0.10f - height + level * storey, tall = Math.Min(0.36f, storey * 0.62f);
            for (int i = 0; i < windows; i++) p.Box(-half + 0.07f + i * pane, top, pane - 0.05f, tall, 0.03f).Mark(glass);
            p.Box(half - 0.30f, top, 0.30f, tall, 0.04f).Mark(glass.Shade(90));
        }

        if (storeys == 1) p.Box(-half, -0.47f, 2 * half, 0.05f).Mark(SKColors.White.Shade(94));
        p.Box(door - 0.03f, -0.56f, 0.22f, 0.42f, 0.02f).Mark(glass.Shade(78));
        p.Line(0.02f, door + 0.08f, -0.56f, door + 0.08f, -0.14f).Mark(p.Color.Shade(60));
        p.Oval(half - 0.03f, -0.28f, 0.05f, 0.05f).Mark(new SKColor(255, 244, 190));
        Wheels.Draw(p, -half + 0.42f, -0.14f, 0.14f);
        Wheels.Draw(p, half - 0.55f, -0.14f, 0.14f);
    }

    private static void DrawFront(Pad p)
    {
        p.Box(-0.38f, -0.2f, 0.14f, 0.2f, 0.03f).Box(0.24f, -0.2f, 0.14f, 0.2f, 0.03f).Fill(Wheels.Rubber);
        p.Box(-0.42f, -1.04f, 0.84f, 0.94f, 0.10f).Coat();
        p.Box(-0.26f, -1.0f, 0.52f, 0.11f, 0.02f).Mark(new SKColor(30, 30, 30));
        p.Box(-0.20f, -0.97f, 0.40f, 0.05f, 0.01f).Mark(new SKColor(255, 190, 60));
        p.Box(-0.35f, -0.85f, 0.70f, 0.40f, 0.05f).Mark(Wheels.Glass(p));
        p.Line(0.02f, 0, -0.85f, 0, -0.45f).Mark(p.Color.Shade(60));
        p.Box(-0.42f, -0.18f, 0.84f, 0.08f, 0.02f).Mark(new SKColor(50, 50, 54));
        p.Circle(-0.31f, -0.29f, 0.06f).Circle(0.31f, -0.29f, 0.06f).Mark(new SKColor(255, 246, 200));
        p.Box(-0.50f, -0.82f, 0.07f, 0.16f, 0.03f).Box(0.43f, -0.82f, 0.07f, 0.16f, 0.03f).Fill(new SKColor(40, 40, 44));
    }
}
