using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A lamp with a shade: for the table or the floor.</summary>
internal sealed class Lamp : Thing
{
    private static readonly Pose Low = new("", 0.85f, 1, Places.Table | Places.Ground);
    private static readonly Pose Tall = new("", 0.72f, 1.35f, Places.Ground);

    public override string Name => "lamp";

    public override Places Places => Places.Room | Places.Table;

    public override float Size => 0.38f;

    public override int Weight => 5;

    public override IReadOnlyList<Pose> Poses { get; } = [Low, Tall];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Yellow, White, Red, Green, Blue, Orange, Pink];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float top = -pose.Height + 0.02f, wide = pose.Width / 2 - 0.03f, narrow = wide * dice.Between(0.45f, 0.72f),
            rim = top + dice.Between(0.40f, 0.46f);
        var metal = dice.Pick(new SKColor(176, 140, 70), new SKColor(70, 70, 76), new SKColor(124, 82, 50), new SKColor(210, 210, 206));
        if (pose == Low && dice.Chance(0.5f))
        {
            p.Blob(-0.09f, rim, -0.2f, -0.24f, -0.14f, -0.02f, 0.14f, -0.02f, 0.2f, -0.24f, 0.09f, rim)
                .Fill(metal);
        }
        else
        {
            p.Box(-0.04f, rim - 0.02f, 0.08f, -rim).Fill(metal);
            p.Box(-0.22f, -0.08f, 0.44f, 0.08f, 0.04f).Fill(metal.Shade(86));
        }

        p.Polygon(-narrow, top, narrow, top, wide, rim, -wide, rim).Coat();
        p.Oval(0, rim - 0.11f, wide * 0.62f, 0.13f).Mark(new SKColor(255, 240, 180, 120));
        p.Box(-wide, rim - 0.03f, 2 * wide, 0.03f).Box(-narrow, top, 2 * narrow, 0.025f)
            .Mark(p.Color.Brightness() < 50 ? p.Color.Shade(140) : p.Color.Shade(70));
    }
}
