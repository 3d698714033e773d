using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A bicycle from the side. Its wheels count whole: spokes, and what shimmers between them.</summary>
internal sealed class Bicycle : Thing
{
    public override string Name => "bicycle";

    public override Places Places => Places.Street | Places.Country | Places.Beach;

    public override float Size => 0.34f;

    public override IReadOnlyList<Pose> Poses { get; } = [new("", 1.65f, 1)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Blue, Green, Black, Yellow, Pink];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float radius = dice.Between(0.31f, 0.36f), back = -0.47f, front = 0.47f, tube = dice.Between(0.06f, 0.085f);
        foreach (float x in (ReadOnlySpan<float>)[back, front]) Wheel(p, x, radius);
        float crankX = -0.06f, crankY = -0.30f, seatX = -0.20f, seatY = -0.78f, headX = 0.32f, headY = -0.80f;
        bool low = dice.Chance(0.35f);
        p.Line(tube, back, -radius, crankX, crankY, seatX, seatY, back, -radius).Coat();
        p.Line(tube, seatX + 0.02f, seatY + (low ? 0.26f : 0.10f), headX, headY + 0.08f)
            .Line(tube, crankX, crankY, headX + 0.02f, headY + 0.12f).Coat();
        p.Line(tube, headX - 0.02f, headY - 0.06f, headX + 0.04f, headY + 0.16f, front, -radius).Coat();
        p.Box(seatX - 0.15f, seatY - 0.07f, 0.28f, 0.08f, 0.04f).Fill(new SKColor(44, 36, 32));
        p.Line(0.055f, headX - 0.12f, -0.96f, headX - 0.02f, -0.88f, headX + 0.10f, -0.96f, headX + 0.18f, -0.90f)
            .Fill(new SKColor(44, 44, 50));
        p.Circle(crankX, crankY, 0.08f).Fill(new SKColor(80, 82, 88));
        p.Line(0.04f, crankX - 0.10f, crankY - 0.09f, crankX + 0.10f, crankY + 0.09f).Fill(new SKColor(56, 56, 60));
        if (dice.Chance(0.3f)) p.Polygon(0.40f, -0.82f, 0.70f, -0.82f, 0.66f, -0.60f, 0.44f, -0.60f).Fill(new SKColor(168, 120, 66));
    }

    private static void Wheel(Pad p, float x, float radius)
    {
        p.Circle(x, -radius, radius).Fill(new SKColor(200, 204, 210, 70));
        for (int i = 0; i < 6; i++)
        {
            float across = radius * Turns.Cos(i / 12f), down = radius * Turns.Sin(i / 12f);
            p.Line(0.012f, x - across, -radius - down, x + across, -radius + down);
        }

        p.Mark(new SKColor(120, 124, 130));
        p.Ring(x, -radius, radius, radius - 0.06f).Mark(new SKColor(28, 28, 32));
        p.Circle(x, -radius, 0.05f).Mark(new SKColor(90, 92, 98));
    }
}
