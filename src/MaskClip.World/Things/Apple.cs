using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>An apple with its stalk and a leaf, whole or bitten.</summary>
internal sealed class Apple : Thing
{
    public override string Name => "apple";

    public override Places Places => Places.Table;

    public override float Size => 0.27f;

    public override int Weight => 8;

    public override IReadOnlyList<Pose> Poses { get; } = [new("", 1, 1)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Red, Red, Green, Green, Yellow];

    public override float Tilt => 0.02f;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = dice.Between(0.40f, 0.48f), top = dice.Between(-0.80f, -0.74f), lean = dice.Between(-0.08f, 0.08f);
        p.Curve(0.05f, 0.07f, 0.01f, top + 0.10f, lean * 0.5f, top - 0.06f, lean, top - 0.18f).Fill(new SKColor(92, 60, 34));
        if (dice.Chance(0.8f))
        {
            p.Blob(lean * 0.6f + 0.02f, top - 0.04f, 0.14f, top - 0.19f, 0.34f, top - 0.17f, 0.2f, top - 0.03f)
                .Fill(new SKColor(72, 150, 48));
        }

        p.Blob(0, top + 0.08f, -half * 0.5f, top - 0.02f, -half, top + 0.22f, -half * 0.92f, -0.28f, -half * 0.45f, -0.01f, 0, -0.05f,
            half * 0.45f, -0.01f, half * 0.92f, -0.28f, half, top + 0.22f, half * 0.5f, top - 0.02f).Coat();
        p.Oval(0, top + 0.09f, 0.14f, 0.045f).Mark(p.Color.Shade(58));
        p.Oval(-half * 0.5f, top + 0.26f, 0.09f, 0.14f, 0.06f).Mark(SKColors.White.WithAlpha(140));
        if (!dice.Chance(0.2f)) return;
        p.Circle(half * 0.90f, -0.46f, 0.17f).Circle(half * 0.84f, -0.30f, 0.14f).Mark(new SKColor(250, 240, 204));
    }
}
