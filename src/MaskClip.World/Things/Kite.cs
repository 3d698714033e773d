using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A kite: a diamond in four fields with a tail of bows.</summary>
internal sealed class Kite : Thing
{
    public override string Name => "kite";

    public override Places Places => Places.Air;

    public override float Size => 0.34f;

    public override IReadOnlyList<Pose> Poses { get; } = [new("flying", 0.8f, 1.25f)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Yellow, Blue, Green, Purple, Orange, Pink];

    public override float Tilt => 0.08f;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = dice.Between(0.30f, 0.38f), top = -1.2f, waist = dice.Between(-0.94f, -0.84f), tip = -0.42f,
            swing = dice.Between(-0.14f, 0.14f);
        p.Curve(0.035f, 0.03f, 0, tip, swing, -0.28f, -swing, -0.12f, swing, -0.01f).Fill(new SKColor(90, 70, 60));
        for (int i = 0; i < 3; i++)
        {
            float y = -0.3f + 0.12f * i, x = (i % 2 == 0 ? swing : -swing) * 0.9f;
            p.Polygon(x, y, x - 0.10f, y - 0.055f, x - 0.10f, y + 0.055f).Polygon(x, y, x + 0.10f, y - 0.055f, x + 0.10f, y + 0.055f)
                .Fill(p.Color.Shade(i == 1 ? 70 : 94));
        }

        p.Polygon(0, top, half, waist, 0, tip, -half, waist).Coat();
        var other = dice.Chance(0.6f) ? p.Dress.Second : p.Color.Shade(70);
        p.Polygon(0, top + 0.02f, half - 0.02f, waist, 0, waist).Polygon(0, waist, 0, tip - 0.03f, -half + 0.02f, waist).Mark(other);
        p.Line(0.02f, 0, top, 0, tip).Line(0.02f, -half, waist, half, waist).Mark(new SKColor(70, 54, 44));
    }
}
