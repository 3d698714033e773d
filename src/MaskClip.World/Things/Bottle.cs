using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A bottle: slender or bulbous, with a neck, a stopper and mostly a label.</summary>
internal sealed class Bottle : Thing
{
    public override string Name => "bottle";

    public override Places Places => Places.Table | Places.Room;

    public override float Size => 0.38f;

    public override int Weight => 5;

    public override IReadOnlyList<Pose> Poses { get; } = [new("", 0.4f, 1.05f), new("", 0.5f, 1)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Green, Green, Brown, Blue, White, Red];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = pose.Width / 2 - dice.Between(0.01f, 0.04f), top = -pose.Height + 0.03f, neck = half * dice.Between(0.32f, 0.44f),
            shoulder = dice.Between(-0.66f, -0.52f);
        p.Box(-neck * 1.15f, top - 0.02f, neck * 2.3f, 0.12f, 0.03f)
            .Fill(dice.Pick(new SKColor(196, 160, 110), new SKColor(200, 50, 44), new SKColor(60, 60, 66), new SKColor(214, 180, 70)));
        p.Blob(-half, -0.03f, -half, shoulder * 0.5f, -half, shoulder + 0.04f, -neck, shoulder - 0.14f, -neck, top + 0.08f, neck,
            top + 0.08f, neck, shoulder - 0.14f, half, shoulder + 0.04f, half, shoulder * 0.5f, half, -0.03f, 0, 0).Coat();
        p.Box(-half * 0.72f, shoulder + 0.06f, half * 0.24f, -shoulder - 0.14f, 0.03f).Mark(SKColors.White.WithAlpha(110));
        if (dice.Chance(0.75f))
        {
            var label = p.Color.Brightness() > 180 ? new SKColor(210, 70, 50) : new SKColor(244, 234, 206);
            p.Box(-half * 0.96f, shoulder + 0.16f, half * 1.92f, 0.24f, 0.02f).Mark(label);
            p.Circle(0, shoulder + 0.28f, 0.06f).Mark(label.Shade(62));
        }
    }
}
