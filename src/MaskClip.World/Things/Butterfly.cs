using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A butterfly: four wings with spots around a thin body.</summary>
internal sealed class Butterfly : Thing
{
    public override string Name => "butterfly";

    public override Places Places => Places.Air | Places.Country;

    public override float Size => 0.26f;

    public override int Weight => 3;

    public override IReadOnlyList<Pose> Poses { get; } = [new("", 1.2f, 1)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Orange, Yellow, Blue, Red, Purple, White, Pink];

    public override float Tilt => 0.10f;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float reach = dice.Between(0.46f, 0.58f), top = dice.Between(-1.0f, -0.86f), lower = dice.Between(0.32f, 0.44f);
        var edge = p.Color.Brightness() < 50 ? p.Color.Shade(145) : new SKColor(40, 30, 34);
        var dot = dice.Pick(SKColors.White, new SKColor(250, 210, 60));
        foreach (float side in (ReadOnlySpan<float>)[-1, 1])
        {
            Wing(p, [0.03f * side, -0.48f, 0.2f * side, top + 0.06f, reach * side, top, (reach + 0.03f) * side, -0.62f, 0.3f * side,
                -0.44f], [0.07f * side, -0.52f, 0.22f * side, top + 0.14f, (reach - 0.09f) * side, top + 0.10f, (reach - 0.07f) * side,
                -0.64f, 0.28f * side, -0.49f], edge);
            Wing(p, [0.03f * side, -0.46f, 0.34f * side, -0.42f, lower * side, -0.22f, 0.3f * side, -0.02f, 0.1f * side, -0.16f],
                [0.08f * side, -0.42f, 0.3f * side, -0.37f, (lower - 0.08f) * side, -0.22f, 0.27f * side, -0.09f, 0.12f * side, -0.2f],
                edge);
            p.Circle((reach - 0.15f) * side, top + 0.2f, 0.055f).Circle(0.27f * side, -0.22f, 0.05f).Mark(dot);
        }

        p.Limb(0, -0.70f, 0.07f, 0, -0.16f, 0.05f).Fill(new SKColor(40, 32, 32));
        p.Curve(0.02f, 0.02f, 0, -0.70f, -0.06f, -0.84f, -0.14f, -0.92f).Curve(0.02f, 0.02f, 0, -0.70f, 0.06f, -0.84f, 0.14f, -0.92f)
            .Loose(new SKColor(40, 32, 32));
    }

    private static void Wing(Pad p, ReadOnlySpan<float> outline, ReadOnlySpan<float> inner, SKColor edge)
    {
        p.Blob(outline).Fill(edge);
        p.Blob(inner).Coat();
    }
}
