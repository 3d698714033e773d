using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A hot-air balloon with its basket.</summary>
internal sealed class Balloon : Thing
{
    public override string Name => "balloon";

    public override Places Places => Places.Air;

    public override float Size => 0.36f;

    public override IReadOnlyList<Pose> Poses { get; } = [new("flying", 0.8f, 1.05f)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Yellow, Blue, Orange, Purple, Green, Pink];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = dice.Between(0.34f, 0.39f), top = -1.03f;
        p.Line(0.014f, -0.12f, -0.34f, -0.08f, -0.14f).Line(0.014f, 0.12f, -0.34f, 0.08f, -0.14f).Fill(new SKColor(90, 76, 60));
        p.Blob(0, top, -half * 0.72f, top + 0.11f, -half, top + 0.36f, -half * 0.68f, top + 0.58f, -0.11f, -0.28f, 0.11f, -0.28f,
            half * 0.68f, top + 0.58f, half, top + 0.36f, half * 0.72f, top + 0.11f).Coat();
        if (p.Dress.Pattern == Pattern.Plain && dice.Chance(0.75f))
        {
            foreach (float side in (ReadOnlySpan<float>)[-0.52f, 0, 0.52f]) p.Blob(side * 0.1f, top + 0.01f, (side - 0.14f) * half,
                top + 0.36f, side * 0.14f - 0.02f, -0.30f, side * 0.14f + 0.02f, -0.30f, (side + 0.14f) * half, top + 0.36f)
                .Mark(p.Dress.Second);
        }

        p.Polygon(-0.11f, -0.15f, 0.11f, -0.15f, 0.09f, 0, -0.09f, 0).Fill(new SKColor(146, 100, 54));
        p.Line(0.02f, -0.10f, -0.08f, 0.10f, -0.08f).Mark(new SKColor(92, 60, 34));
        p.Box(-0.125f, -0.17f, 0.25f, 0.04f, 0.02f).Fill(new SKColor(92, 60, 34));
    }
}
