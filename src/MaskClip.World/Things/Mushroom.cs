using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A mushroom, or two.</summary>
internal sealed class Mushroom : Thing
{
    private static readonly Pose One = new("", 0.9f, 1);
    private static readonly Pose Tall = new("", 0.7f, 1.15f);

    public override string Name => "mushroom";

    public override Places Places => Places.Country;

    public override float Size => 0.30f;

    public override int Weight => 6;

    public override IReadOnlyList<Pose> Poses { get; } = [One, Tall];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Red, Brown, White, Orange];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = pose.Width / 2 - 0.03f, top = -pose.Height + 0.02f, brim = top + pose.Height * dice.Between(0.40f, 0.5f),
            stem = half * dice.Between(0.3f, 0.44f);
        var cream = new SKColor(240, 226, 200);
        p.Blob(-stem, -0.02f, -stem * 0.75f, brim * 0.5f, -stem * 0.7f, brim - 0.05f, stem * 0.7f, brim - 0.05f, stem * 0.75f, brim * 0.5f,
            stem, -0.02f).Fill(cream);
        p.Oval(0, brim, half * 0.92f, 0.08f).Fill(cream.Shade(80));
        p.Blob(-half, brim, -half * 0.86f, (brim + top) / 2 - 0.04f, 0, top, half * 0.86f, (brim + top) / 2 - 0.04f, half, brim, 0,
            brim - 0.02f).Coat();
        var dots = p.Color.Brightness() > 170 ? new SKColor(150, 110, 70) : new SKColor(250, 246, 236);
        if (!dice.Chance(0.75f)) return;
        for (int i = 0; i < 6; i++)
        {
            float x = half * (-0.66f + 0.26f * i), arc = 1 - x * x / (half * half);
            p.Oval(x, brim + (top - brim) * arc * dice.Between(0.3f, 0.75f), dice.Between(0.04f, 0.075f), dice.Between(0.035f, 0.06f))
                .Mark(dots);
        }
    }
}
