using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A fish: body, tail and fins.</summary>
internal sealed class Fish : Thing
{
    private static readonly Pose Slim = new("swimming", 1.7f, 0.8f);
    private static readonly Pose High = new("swimming", 1.4f, 1.05f);

    public override string Name => "fish";

    public override Places Places => Places.Water;

    public override float Size => 0.29f;

    public override int Weight => 5;

    public override IReadOnlyList<Pose> Poses { get; } = [Slim, High];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Orange, Orange, Yellow, Red, Grey, Purple, Green];

    public override float Tilt => 0.04f;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        bool slim = pose == Slim;
        float y = -pose.Height / 2, half = slim ? 0.62f : 0.46f, deep = slim ? dice.Between(0.22f, 0.28f) : dice.Between(0.33f, 0.40f),
            fork = dice.Between(0.2f, 0.3f);
        float tail = -half - (slim ? 0.24f : 0.22f);
        var fin = p.Color.Shade(70);
        p.Blob(-half + 0.12f, y, tail, y - fork, tail + 0.08f, y, tail, y + fork).Fill(fin);
        p.Blob(-half * 0.5f, y - deep * 0.7f, -half * 0.3f, y - deep - 0.13f, half * 0.3f, y - deep - 0.08f, half * 0.4f, y - deep * 0.6f)
            .Fill(fin);
        p.Polygon(-half * 0.2f, y + deep * 0.7f, -half * 0.35f, y + deep + 0.12f, half * 0.15f, y + deep * 0.8f).Fill(fin);
        p.Blob(half, y, half * 0.6f, y - deep * 0.74f, 0, y - deep, -half * 0.6f, y - deep * 0.6f, -half, y, -half * 0.6f, y + deep * 0.6f,
            0, y + deep, half * 0.6f, y + deep * 0.72f).Coat();
        p.Curve(0.03f, 0.03f, half * 0.45f, y - deep * 0.6f, half * 0.3f, y, half * 0.45f, y + deep * 0.6f)
            .Mark(p.Color.Brightness() < 50 ? p.Color.Shade(140) : p.Color.Shade(62));
        p.Blob(half * 0.1f, y + 0.05f, -half * 0.28f, y + 0.02f, -half * 0.3f, y + 0.18f, half * 0.05f, y + 0.13f).Mark(fin);
        p.Circle(half * 0.66f, y - deep * 0.22f, 0.075f).Mark(SKColors.White);
        p.Circle(half * 0.68f, y - deep * 0.22f, 0.045f).Mark(SKColors.Black);
        p.Line(0.022f, half * 0.97f, y + 0.06f, half * 0.8f, y + 0.09f).Mark(new SKColor(70, 30, 30));
        if (!slim && dice.Chance(0.5f))
        {
            p.Curve(0.07f, 0.07f, 0, y - deep * 0.92f, 0.04f, y, 0, y + deep * 0.92f)
                .Mark(SKColors.White.Shade(95));
        }
    }
}
